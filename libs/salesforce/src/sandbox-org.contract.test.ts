import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrmPage, HistoryRecord } from '@leadlight/workflows';
import { expectObject, expectText } from './connection/json.ts';
import type { SalesforceConnection } from './connection/salesforce-connection.ts';
import { createCrmSource, type CrmSourceOptions } from './extract/crm-source.ts';
import { checkOrg } from './doctor/doctor.ts';
import type { Finding } from './doctor/finding.ts';
import { createCrmCounts } from './reconcile/crm-counts.ts';
import { countAll, queryRows } from './query/query.ts';
import { soqlString } from './query/soql.ts';
import { startSandboxOrg, type SandboxOrg } from './testing/sandbox-org.ts';
import { createScoreWriter } from './write/score-writer.ts';
import { inMemoryWriteClaim } from './testing/write-claim.ts';
import { collect } from './testing/collect.ts';
import { scoreUpdate } from './testing/score-update.ts';

let org: SandboxOrg;
let connection: SalesforceConnection;

beforeAll(async () => {
  org = await startSandboxOrg(150);
  connection = await org.connect();
});
afterAll(() => org?.close());

const byQuery: CrmSourceOptions = { bulkThreshold: Infinity };
const byBulk: CrmSourceOptions = { bulkThreshold: 0, bulkPageValues: 400 };

const recordsOf = (pages: readonly CrmPage[]): HistoryRecord[] =>
  pages.flatMap(({ records }) => [...records]).sort((a, b) => (a.id < b.id ? -1 : 1));

const readAll = async (stream: string, options: CrmSourceOptions) =>
  recordsOf(await collect(createCrmSource(connection, options).pages(stream, undefined)));

async function createLead(fields: object): Promise<string> {
  const path = '/sobjects/Lead';
  const body = { LastName: 'Test', Company: 'Test', ...fields };
  return expectText(expectObject(await connection.json({ method: 'POST', path, body }), path), 'id', path);
}

describe('libs/salesforce in the sandbox org', () => {
  it('connects to the org that the sandbox reports', async () => {
    expect(await createCrmSource(connection).orgId()).toBe(org.orgId);
  });

  it('describes lead fields with types, labels and their past', async () => {
    const fields = new Map(
      (await createCrmSource(connection).describeLeadFields()).map((field) => [field.name, field]),
    );
    expect(fields.get('NumberOfEmployees')?.type).toBe('number');
    expect(fields.get('LeadSource')).toMatchObject({ label: 'Lead Source', past: { kind: 'tracked' } });
    expect(fields.get('CreatedDate')?.past).toEqual({ kind: 'immutable' });
    expect([...fields.keys()].some((name) => name.startsWith('Leadlight_'))).toBe(false);
  });

  describe.each(['Lead', 'LeadHistory', 'Task', 'Event', 'EmailMessage', 'CampaignMember', 'Opportunity', 'User'])(
    'stream %s',
    (stream) => {
      it('is the same by query and by job, page after page', async () => {
        const [queried, bulk] = [await readAll(stream, byQuery), await readAll(stream, byBulk)];
        expect(bulk).toEqual(queried);
        expect(queried.length).toBeGreaterThan(9);
        expect(new Set(queried.map(({ id }) => id)).size).toBe(queried.length);
      });

      it('brings nothing but the overlap in the next pass', async () => {
        const source = createCrmSource(connection, { overlapMs: 0 });
        const cursor = (await collect(source.pages(stream, undefined))).at(-1)?.cursor;
        const again = recordsOf(await collect(source.pages(stream, cursor)));
        const newest = JSON.parse(cursor!) as { since: number };
        expect(again.every(({ changedAt }) => changedAt >= newest.since)).toBe(true);
      });
    },
  );

  it('reads as many records as the org counts', async () => {
    expect(await readAll('Lead', byBulk)).toHaveLength(await countAll(connection, 'Lead', []));
    expect(await readAll('Event', byBulk)).toHaveLength(await countAll(connection, 'Event', ['WhoId != null']));
    const members = await countAll(connection, 'CampaignMember', ['LeadId != null']);
    expect(await readAll('CampaignMember', byBulk)).toHaveLength(members);
    const noEmails = ['WhoId != null', "TaskSubtype != 'Email'"];
    // The e-mails of the tasks are read together with them.
    const tasks = (await readAll('Task', byBulk)).filter(({ id }) => id.startsWith('00T'));
    expect(tasks).toHaveLength(await countAll(connection, 'Task', noEmails));
  });

  it('links activities that conversion moved to the lead by its contact', async () => {
    const leads = await readAll('Lead', byQuery);
    const contacts = new Set(leads.flatMap((lead) => (lead.kind === 'lead' ? (lead.contactId ?? []) : [])));
    const emails = await readAll('EmailMessage', byQuery);
    const moved = emails.filter((email) => email.kind === 'activity' && contacts.has(email.partyId));
    expect(contacts.size).toBeGreaterThan(5);
    expect(moved.length).toBeGreaterThan(contacts.size);
    const onConverted = await connection.json({
      method: 'GET',
      path: `/query?q=${encodeURIComponent('SELECT COUNT() FROM Task WHERE WhoId IN (SELECT Id FROM Lead WHERE IsConverted = true)')}`,
    });
    expect(onConverted).toMatchObject({ totalSize: 0 });
  });

  describe.each([
    ['query', byQuery],
    ['bulk', byBulk],
  ])('values by %s', (_, options) => {
    it('keep commas, quotes, newlines, delimiters and every script', async () => {
      const fields = {
        Company: 'Smith, "Sons" & Co.; a|b^c`d\te',
        Title: "O'Brien \\ 'quoted'",
        City: '東京 – Ελλάδα – مرحبا – 🦊',
        Description: 'first\nsecond, "third"\n\n=1+1',
        NumberOfEmployees: 12,
        HasOptedOutOfEmail: true,
      };
      const id = await createLead(fields);
      const lead = (await readAll('Lead', options)).find((record) => record.id === id);
      expect(lead).toMatchObject({ kind: 'lead', deleted: false, convertedAt: null, fields });
    });
  });

  it('reads changed, created and deleted records in the next pass', async () => {
    const source = createCrmSource(connection, { overlapMs: 5_000 });
    const [changed, deletedId] = [await createLead({ Company: 'Before' }), await createLead({})];
    const cursor = (await collect(source.pages('Lead', undefined))).at(-1)!.cursor;
    await connection.request({ method: 'PATCH', path: `/sobjects/Lead/${changed}`, body: { Company: 'After' } });
    await connection.request({ method: 'DELETE', path: `/sobjects/Lead/${deletedId}` });
    const added = await createLead({ Company: 'New' });
    const records = new Map(
      recordsOf(await collect(source.pages('Lead', cursor))).map((record) => [record.id, record]),
    );
    expect(records.get(changed)).toMatchObject({ fields: { Company: 'After' } });
    expect(records.get(deletedId)).toMatchObject({ deleted: true });
    expect(records.get(added)).toMatchObject({ fields: { Company: 'New' } });
  });

  it('resumes a killed read in the same job, without missing or duplicate records', async () => {
    const source = createCrmSource(connection, byBulk);
    const whole = await readAll('Event', byQuery);
    const first: CrmPage[] = [];
    for await (const page of source.pages('Event', undefined)) {
      first.push(page);
      if (first.length === 4) break;
    }
    const rest = await collect(createCrmSource(connection, byBulk).pages('Event', first.at(-1)!.cursor));
    expect(recordsOf([...first, ...rest])).toEqual(whole);
  });

  describe('createScoreWriter', () => {
    const update = (leadId: string, score: number) =>
      scoreUpdate(leadId, {
        score,
        band: score > 50 ? 'A' : 'C',
        qualified: score > 50,
        probability: score / 150,
        reasons: JSON.stringify([{ feature: 'lead_source', value: 'Réf “A”, 東京' }]),
        modelLabel: 'v1 (0123456789abcdef)',
        inputHash: 'ab'.repeat(32),
      });

    const scoresOf = (ids: readonly string[]) =>
      queryRows(
        connection,
        'SELECT Id, Leadlight_Score__c, Leadlight_Band__c, Leadlight_Qualified__c, Leadlight_Probability__c, Leadlight_Reasons__c, ' +
          'Leadlight_Model__c, Leadlight_Scored_At__c, Leadlight_Input_Hash__c ' +
          `FROM Lead WHERE Id IN (${ids.map(soqlString).join()}) ORDER BY Id`,
      );

    it('writes scores that are read back', async () => {
      const [low, high] = [await createLead({}), await createLead({})].sort() as [string, string];
      const outcomes = await createScoreWriter(connection).writeScores(
        [update(low, 12), update(high, 87)],
        inMemoryWriteClaim(),
      );
      expect(outcomes).toEqual([
        { leadId: low, outcome: 'written' },
        { leadId: high, outcome: 'written' },
      ]);
      expect(await scoresOf([low, high])).toMatchObject([
        { Leadlight_Score__c: 12, Leadlight_Band__c: 'C', Leadlight_Qualified__c: false, Leadlight_Probability__c: 8 },
        {
          Leadlight_Score__c: 87,
          Leadlight_Band__c: 'A',
          Leadlight_Qualified__c: true,
          Leadlight_Probability__c: 58,
          Leadlight_Reasons__c: update(high, 87).reasons,
          Leadlight_Model__c: 'v1 (0123456789abcdef)',
          Leadlight_Input_Hash__c: 'ab'.repeat(32),
        },
      ]);
      const at = String((await scoresOf([high]))[0]?.Leadlight_Scored_At__c);
      expect(at).toMatch(/^2026-11-22T12:00:00\.000/);
    });

    it('adds one history record per score, however often it is written', async () => {
      const lead = await createLead({});
      const writer = createScoreWriter(connection);
      await writer.writeScores([update(lead, 87)], inMemoryWriteClaim());
      await writer.writeScores([update(lead, 87)], inMemoryWriteClaim());
      await writer.writeScores(
        [{ ...update(lead, 60), scoredAt: Date.parse('2026-11-23T12:00:00Z') }],
        inMemoryWriteClaim(),
      );
      const rows = await queryRows(
        connection,
        `SELECT Score__c, Probability__c FROM Leadlight_Score_History__c WHERE Lead__c = ${soqlString(lead)} ORDER BY Scored_At__c`,
      );
      expect(rows).toMatchObject([
        { Score__c: 87, Probability__c: 58 },
        { Score__c: 60, Probability__c: 40 },
      ]);
    });

    it.each([
      ['collections', Infinity],
      ['a job', 1],
    ])(
      'reports the org’s message for converted and deleted leads and writes the others (%s)',
      async (_, bulkThreshold) => {
        const [converted] = await queryRows(connection, 'SELECT Id FROM Lead WHERE IsConverted = true LIMIT 1');
        const [open, deletedId] = [await createLead({}), await createLead({})];
        await connection.request({ method: 'DELETE', path: `/sobjects/Lead/${deletedId}` });
        const ids = [String(converted?.Id), deletedId, open];
        const outcomes = await createScoreWriter(connection, { bulkThreshold }).writeScores(
          ids.map((id) => update(id, 60)),
          inMemoryWriteClaim(),
        );
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'written']);
        expect(outcomes[0]?.message).toMatch(/converted/i);
        expect(outcomes[1]?.message).toMatch(/deleted/i);
        expect(await scoresOf([open])).toMatchObject([
          { Leadlight_Score__c: 60, Leadlight_Probability__c: 40, Leadlight_Reasons__c: update(open, 60).reasons },
        ]);
        const history = `SELECT Score__c FROM Leadlight_Score_History__c WHERE Lead__c = ${soqlString(open)}`;
        expect(await queryRows(connection, history)).toMatchObject([{ Score__c: 60 }]);
      },
    );
  });

  it('counts by day as many records as it reads, so that a loss would show', async () => {
    const source = createCrmSource(connection, byQuery);
    const counts = createCrmCounts(connection, source);
    const [from, to] = [Date.parse('2020-01-01T00:00:00Z'), Date.parse('2100-01-01T00:00:00Z')];
    for (const { stream, idPrefix } of counts.counted) {
      const live = recordsOf(await collect(source.pages(stream, undefined))).filter((record) => {
        // An e-mail is counted as EmailMessage, whether its task was read or not.
        const isLoneEmail = stream === 'Task' && record.kind === 'activity' && record.activityKind === 'email';
        return !record.deleted && !isLoneEmail;
      });
      const byDay = (await counts.countsByDay(stream, from, to)) ?? expect.fail(stream);
      expect([...byDay.values()].reduce((sum, count) => sum + count, 0)).toBe(live.length);
      expect(new Set(await counts.idsBetween(stream, from, to))).toEqual(new Set(live.map(({ id }) => id)));
      expect(live.every(({ id }) => id.startsWith(idPrefix))).toBe(true);
      const [one] = live;
      expect(await counts.readByIds(stream, [one!.id])).toEqual([one]);
    }
  });

  it('checks an org with the package without a bad finding', async () => {
    const findings: Finding[] = [];
    for await (const finding of checkOrg(org.options)) findings.push(finding);
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(findings.length).toBeGreaterThan(9);
  });

  it('counts every call as the org does', async () => {
    await countAll(connection, 'Lead', []);
    const before = connection.apiUsage()!.used;
    await countAll(connection, 'Lead', []);
    expect(connection.apiUsage()).toEqual({ used: before + 1, limit: expect.any(Number) });
  });
});
