import { afterEach, describe, expect, it } from 'vitest';
import { describeResponse } from '../testing/described-objects.ts';
import {
  recordedTiming,
  errorResponse,
  startFixtureOrg,
  type FixtureResponse,
  type FixtureOrg,
} from '../testing/fixture-org.ts';
import { inMemoryWriteClaim } from '../testing/write-claim.ts';
import { createScoreWriter, type ScoreWriterOptions } from './score-writer.ts';
import { scoreUpdate, scoreUpdates } from '../testing/score-update.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

type Sent = readonly { readonly id: string }[];
type Result = { readonly id?: string; readonly success: boolean; readonly errors: readonly object[] };

const ok = (id: string): Result => ({ id, success: true, errors: [] });
const no = (statusCode: string, message = statusCode): Result => ({
  success: false,
  errors: [{ statusCode, message, fields: [] }],
});

async function writerOf(
  respondTo: (records: Sent, call: number) => readonly Result[] | FixtureResponse,
  options: ScoreWriterOptions = {},
  usage = 'api-usage=1/1000',
  leadFields: Parameters<typeof describeResponse>[1] = {},
) {
  let calls = 0;
  org = await startFixtureOrg(({ path, body }) => {
    if (path === '/sobjects/Lead/describe') return describeResponse('Lead', leadFields);
    if (path !== '/composite/sobjects') return undefined;
    const { records } = JSON.parse(body) as { records: Sent };
    const response = respondTo(records, (calls += 1));
    return 'length' in response ? { body: response, headers: { 'Sforce-Limit-Info': usage } } : response;
  });
  return createScoreWriter(await org.connect(), { timing: recordedTiming(), ...options });
}

const sent = () => org!.requests.filter(({ path }) => path === '/composite/sobjects');
const allWell = (records: Sent) => records.map(({ id }) => ok(id));

describe('createScoreWriter', () => {
  it('writes the package’s fields, each record independently, without assignment rules', async () => {
    const writer = await writerOf(allWell);
    expect(await writer.writeScores([scoreUpdate('00Q1', { probability: 0.6349 })], inMemoryWriteClaim())).toEqual([
      { leadId: '00Q1', outcome: 'written' },
    ]);
    expect(sent()[0]).toMatchObject({ method: 'PATCH', headers: { 'sforce-auto-assign': 'FALSE' } });
    expect(JSON.parse(sent()[0]!.body)).toEqual({
      allOrNone: false,
      records: [
        {
          attributes: { type: 'Lead' },
          id: '00Q1',
          Leadlight_Score__c: 87,
          Leadlight_Band__c: 'A',
          Leadlight_Qualified__c: true,
          Leadlight_Probability__c: 63.49,
          Leadlight_Reasons__c: '[]',
          Leadlight_Model__c: 'v7 (abc)',
          Leadlight_Scored_At__c: '2026-11-22T12:00:00.000Z',
          Leadlight_Input_Hash__c: 'f00',
        },
      ],
    });
  });

  it.each([
    [true, { Leadlight_Error__c: null, Leadlight_Failures__c: null }],
    [false, {}],
  ])('clears an earlier error of the lead where the field may be written (%s)', async (updateable, more) => {
    const fields = {
      Leadlight_Error__c: { type: 'string', updateable },
      Leadlight_Failures__c: { type: 'double', updateable },
    };
    const writer = await writerOf(allWell, {}, undefined, fields);
    await writer.writeScores(scoreUpdates(201), inMemoryWriteClaim());
    const written = Object.entries((JSON.parse(sent()[1]!.body) as { records: Sent }).records[0]!);
    expect(Object.fromEntries(written.filter(([field]) => /Error|Failures/.test(field)))).toEqual(more);
    expect(org!.requests.filter(({ path }) => path.endsWith('/Lead/describe'))).toHaveLength(1);
  });

  it('sends 200 records in one call', async () => {
    const writer = await writerOf(allWell);
    expect(await writer.writeScores(scoreUpdates(401), inMemoryWriteClaim())).toHaveLength(401);
    expect(sent().map(({ body }) => (JSON.parse(body) as { records: Sent }).records.length)).toEqual([200, 200, 1]);
  });

  it('allows the alert of a duplicate rule', async () => {
    const writer = await writerOf(allWell);
    await writer.writeScores([scoreUpdate('00Q1')], inMemoryWriteClaim());
    expect(sent()[0]).toMatchObject({ headers: { 'sforce-duplicate-rule-header': 'allowSave=true' } });
  });

  it('makes no call for no updates', async () => {
    const writer = await writerOf(allWell);
    expect(await writer.writeScores([], inMemoryWriteClaim())).toEqual([]);
    expect(sent()).toHaveLength(0);
  });

  describe('partial failures', () => {
    it('retries only the locked record', async () => {
      const writer = await writerOf((records, call) =>
        records.map(({ id }) => (call === 1 && id === '00Q1' ? no('UNABLE_TO_LOCK_ROW') : ok(id))),
      );
      const outcomes = await writer.writeScores(scoreUpdates(3), inMemoryWriteClaim());
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['written', 'written', 'written']);
      expect((JSON.parse(sent()[1]!.body) as { records: Sent }).records.map(({ id }) => id)).toEqual(['00Q1']);
    });

    it('leaves a record that stays locked for later, after growing delays', async () => {
      const timing = recordedTiming();
      const writer = await writerOf(
        (records) => records.map(() => no('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access')),
        {
          timing,
        },
      );
      expect(await writer.writeScores([scoreUpdate('00Q1')], inMemoryWriteClaim())).toEqual([
        { leadId: '00Q1', outcome: 'retry', message: 'UNABLE_TO_LOCK_ROW: unable to obtain exclusive access' },
      ]);
      expect(sent()).toHaveLength(4);
      expect(timing.waits).toEqual([...timing.waits].sort((a, b) => a - b));
      expect(new Set(timing.waits).size).toBe(3);
    });

    it.each([
      ['CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead'],
      ['ENTITY_IS_DELETED', 'entity is deleted'],
      ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Score needs a phone number'],
    ])('reports %s as final, with the org’s message', async (code, words) => {
      const writer = await writerOf((records) => records.map(({ id }) => (id === '00Q1' ? no(code, words) : ok(id))));
      expect(await writer.writeScores(scoreUpdates(2), inMemoryWriteClaim())).toEqual([
        { leadId: '00Q0', outcome: 'written' },
        { leadId: '00Q1', outcome: 'failed', message: `${code}: ${words}` },
      ]);
      expect(sent()).toHaveLength(1);
    });
  });

  describe('rejections', () => {
    const REJECTED = '/composite/sobjects/Leadlight_Rejected_Score__c/Lead_Id__c';
    const rules = (records: Sent) =>
      records.map(({ id }) =>
        id === '00Q1' ? no('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Choose an industry.') : ok(id),
      );

    /** An org with the object for rejections, and its results for records of it. */
    async function writerWithList(
      listed: (records: Sent) => readonly Result[],
      respondTo = rules,
      usage = 'api-usage=1/1000',
    ) {
      org = await startFixtureOrg(({ path, body }) => {
        const records = () => (JSON.parse(body) as { records: Sent }).records;
        if (path === '/sobjects/Leadlight_Rejected_Score__c/describe')
          return describeResponse('Leadlight_Rejected_Score__c', { Id: 'id', Lead_Id__c: 'string' });
        if (path === REJECTED) return { body: listed(records()) };
        if (path !== '/composite/sobjects') return undefined;
        return { body: respondTo(records()), headers: { 'Sforce-Limit-Info': usage } };
      });
      return createScoreWriter(await org.connect(), {
        timing: recordedTiming(),
        now: () => Date.UTC(2026, 10, 22, 12),
      });
    }
    const listedRecords = () =>
      org!.requests
        .filter(({ path }) => path === REJECTED)
        .map(({ body }) => (JSON.parse(body) as { records: Sent }).records);

    it('lists a lead that a rule of the org rejected, with the org’s message', async () => {
      const writer = await writerWithList((records) => records.map(() => ok('a01')));
      const outcomes = await writer.writeScores(scoreUpdates(3), inMemoryWriteClaim());
      expect(outcomes[1]).toEqual({
        leadId: '00Q1',
        outcome: 'failed',
        message: 'FIELD_CUSTOM_VALIDATION_EXCEPTION: Choose an industry.',
      });
      expect(listedRecords()).toEqual([
        [
          {
            attributes: { type: 'Leadlight_Rejected_Score__c' },
            Lead_Id__c: '00Q1',
            Lead__c: '00Q1',
            Message__c: 'FIELD_CUSTOM_VALIDATION_EXCEPTION: Choose an industry.',
            Rejected_At__c: '2026-11-22T12:00:00.000Z',
          },
        ],
      ]);
    });

    it('says where the org does not accept the list either', async () => {
      const writer = await writerWithList((records) => records.map(() => no('STORAGE_LIMIT_EXCEEDED', 'storage full')));
      const outcomes = await writer.writeScores(scoreUpdates(2), inMemoryWriteClaim());
      expect(outcomes[1]?.message).toBe(
        'FIELD_CUSTOM_VALIDATION_EXCEPTION: Choose an industry. (not listed in the org: STORAGE_LIMIT_EXCEEDED: storage full)',
      );
    });

    it('says where a lead is not listed because only the reserve of API calls is left', async () => {
      const writer = await writerWithList(allWell, rules, 'api-usage=950/1000');
      const outcomes = await writer.writeScores(scoreUpdates(2), inMemoryWriteClaim());
      expect(outcomes[1]?.message).toBe(
        'FIELD_CUSTOM_VALIDATION_EXCEPTION: Choose an industry. (not listed in the org: only the reserve of API calls is left)',
      );
      expect(listedRecords()).toEqual([]);
    });

    it.each(['ENTITY_IS_DELETED', 'CANNOT_UPDATE_CONVERTED_LEAD'])(
      'does not list leads that are gone (%s)',
      async (code) => {
        const writer = await writerWithList(
          () => [],
          (records) => records.map(() => no(code)),
        );
        await writer.writeScores(scoreUpdates(1), inMemoryWriteClaim());
        expect(listedRecords()).toEqual([]);
      },
    );
  });

  describe('a package in a namespace', () => {
    it('writes scores, history and rejections under the org’s names', async () => {
      org = await startFixtureOrg(({ path, body }) => {
        const records = () => (JSON.parse(body) as { records: Sent }).records;
        if (path === '/sobjects/Lead/describe')
          return describeResponse('Lead', {
            Id: 'id',
            acme__Leadlight_Score__c: 'double',
            acme__Leadlight_Error__c: { type: 'string', updateable: true },
          });
        if (path.endsWith('/describe')) return describeResponse(path.split('/')[2]!, { Id: 'id' });
        if (path === '/composite/sobjects')
          return {
            body: records().map(({ id }) => (id === '00Q1' ? no('FIELD_CUSTOM_VALIDATION_EXCEPTION') : ok(id))),
          };
        return path.startsWith('/composite/') ? { body: records().map(() => ok('a01')) } : undefined;
      });
      const writer = createScoreWriter(await org.connect(), { timing: recordedTiming() });
      await writer.writeScores(scoreUpdates(2), inMemoryWriteClaim());
      const written = org.requests
        .filter(({ path }) => path.startsWith('/composite/'))
        .map(({ path, body }) => [path, Object.keys((JSON.parse(body) as { records: object[] }).records[0]!)] as const);
      expect(written.map(([path]) => path)).toEqual([
        '/composite/sobjects',
        '/composite/sobjects/acme__Leadlight_Rejected_Score__c/acme__Lead_Id__c',
        '/composite/sobjects/acme__Leadlight_Score_History__c/acme__Key__c',
      ]);
      expect(written[0]![1]).toEqual(
        expect.arrayContaining(['id', 'acme__Leadlight_Score__c', 'acme__Leadlight_Error__c']),
      );
      for (const [, names] of written)
        expect(names.filter((name) => !['attributes', 'id'].includes(name) && !name.startsWith('acme__'))).toEqual([]);
    });
  });

  describe('busy org', () => {
    it('repeats a call that was rejected as busy, which jsforce does not do', async () => {
      const writer = await writerOf((records, call) =>
        call < 3 ? errorResponse(503, 'SERVER_UNAVAILABLE') : allWell(records),
      );
      expect(await writer.writeScores([scoreUpdate('00Q1')], inMemoryWriteClaim())).toMatchObject([
        { outcome: 'written' },
      ]);
    });

    it('reports what was written before the org became unavailable and retries the rest later', async () => {
      const writer = await writerOf((records) =>
        records.length === 200 ? allWell(records) : errorResponse(503, 'SERVER_UNAVAILABLE'),
      );
      const outcomes = await writer.writeScores(scoreUpdates(201), inMemoryWriteClaim());
      expect(outcomes.filter(({ outcome }) => outcome === 'written')).toHaveLength(200);
      expect(outcomes.at(-1)).toMatchObject({
        leadId: '00Q200',
        outcome: 'retry',
        message: expect.stringContaining('SERVER_UNAVAILABLE'),
      });
    });

    it('reports the other records as written when the org becomes unavailable during a retry', async () => {
      const writer = await writerOf((records, call) =>
        call === 1
          ? { body: records.map(({ id }) => (id === '00Q1' ? no('UNABLE_TO_LOCK_ROW', 'locked') : ok(id))) }
          : errorResponse(503, 'SERVER_UNAVAILABLE'),
      );
      const outcomes = await writer.writeScores(scoreUpdates(3), inMemoryWriteClaim());
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['written', 'retry', 'written']);
    });

    it('fails when the first call fails', async () => {
      const writer = await writerOf(() => errorResponse(403, 'REQUEST_LIMIT_EXCEEDED'));
      await expect(writer.writeScores(scoreUpdates(1), inMemoryWriteClaim())).rejects.toMatchObject({
        code: 'api_limit_exceeded',
      });
    });
  });

  describe('API budget', () => {
    it('stops below the reserve, and rejects the next call', async () => {
      const writer = await writerOf(allWell, { apiBudgetReserve: 0.2 }, 'api-usage=800/1000');
      const outcomes = await writer.writeScores(scoreUpdates(400), inMemoryWriteClaim());
      expect(outcomes.map(({ outcome }) => outcome)).toEqual([
        ...Array.from({ length: 200 }, () => 'written'),
        ...Array.from({ length: 200 }, () => 'retry'),
      ]);
      expect(outcomes.at(-1)?.message).toContain('800 of 1000 API calls are used; 20 % are reserved for others');
      await expect(writer.writeScores(scoreUpdates(1), inMemoryWriteClaim())).rejects.toMatchObject({
        code: 'api_budget_reserve',
        facts: { used: 800, limit: 1000, reserveShare: 0.2 },
      });
      expect(sent()).toHaveLength(1);
    });

    it('continues when calls are available', async () => {
      const writer = await writerOf(allWell, { apiBudgetReserve: 0.2 }, 'api-usage=799/1000');
      expect(await writer.writeScores(scoreUpdates(400), inMemoryWriteClaim())).toHaveLength(400);
      expect(sent()).toHaveLength(2);
      expect(writer.apiUsage()).toEqual({ used: 799, limit: 1000 });
    });
  });
});
