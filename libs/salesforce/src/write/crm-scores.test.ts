import { afterEach, describe, expect, it } from 'vitest';
import type { OrgScore } from '@leadlight/workflows';
import { countResponse, describeResponse, queryResponse } from '../testing/described-objects.ts';
import { recordedTiming, startFixtureOrg, type FixtureOrg, type FixtureHandler } from '../testing/fixture-org.ts';
import { createCrmScores, type CrmScoresOptions } from './crm-scores.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

const at = (id: number) => new Date(Date.UTC(2026, 10, 22, 12, 0, id)).toISOString();

const rowOf = (id: number, extra: object = {}) => ({
  attributes: { type: 'Lead' },
  Id: `00Q${String(id).padStart(6, '0')}`,
  SystemModstamp: at(id).replace('Z', '+0000'),
  Leadlight_Score__c: 87,
  Leadlight_Band__c: 'A',
  Leadlight_Qualified__c: true,
  Leadlight_Probability__c: 12.34,
  Leadlight_Model__c: 'v7 9f2c',
  Leadlight_Scored_At__c: '2026-11-22T11:59:00.000+0000',
  Leadlight_Input_Hash__c: 'f00',
  ...extra,
});

const orgScore = (id: number): OrgScore => ({
  leadId: `00Q${String(id).padStart(6, '0')}`,
  score: 87,
  band: 'A',
  qualified: true,
  percent: 12.34,
  modelLabel: 'v7 9f2c',
  scoredAt: Date.UTC(2026, 10, 22, 11, 59),
  inputHash: 'f00',
});

const DATE = { date: 'Sun, 22 Nov 2026 13:00:00 GMT' };

/** The fixture org responds to the sign-in itself. */
const answering = (handler: FixtureHandler) =>
  startFixtureOrg((request) => (request.path.startsWith('/services') ? undefined : handler(request)));

async function reading(handler: FixtureHandler, since: number | undefined, options: CrmScoresOptions = {}) {
  org = await answering(handler);
  const scores = createCrmScores(await org.connect(), { timing: recordedTiming(), overlapMs: 60_000, ...options });
  const pages = [];
  for await (const page of scores.readOpenLeads(since)) pages.push(page);
  return {
    scores: pages.flatMap((page) => page.scores),
    nextSince: pages.at(-1)?.nextSince,
    queries: org.requests.flatMap(({ query }) => query.get('q') ?? []),
  };
}

describe('createCrmScores', () => {
  it.each([
    ['is read where it is written', true, 'junk'],
    ['is not read where this user may not write it', false, undefined],
  ])('why a lead is unranked %s', async (_, updateable, unranked) => {
    const field = { name: 'Leadlight_Unranked__c', type: 'string', updateable };
    const { scores, queries } = await reading(
      ({ path }) =>
        path.endsWith('/describe')
          ? { body: { name: 'Lead', queryable: true, fields: [field] } }
          : queryResponse([rowOf(1, { Leadlight_Unranked__c: 'junk' })]),
      undefined,
    );
    expect(scores[0]?.unranked).toBe(unranked);
    expect(queries[0]?.includes('Leadlight_Unranked__c')).toBe(updateable);
  });

  it('reads what changed by one query, and starts the next read before this one by the org’s clock', async () => {
    const { scores, nextSince, queries } = await reading(
      () => ({ ...queryResponse([rowOf(1), rowOf(2)]), headers: DATE }),
      Date.UTC(2026, 10, 22),
    );
    expect(scores).toEqual([orgScore(1), orgScore(2)]);
    expect(nextSince).toBe(Date.UTC(2026, 10, 22, 12, 59));
    expect(queries).toHaveLength(1);
    expect(queries[0]).toContain(
      'WHERE IsConverted = false AND IsDeleted = false AND SystemModstamp >= 2026-11-22T00:00:00.000Z ORDER BY',
    );
  });

  it('reads the fields of a package in a namespace', async () => {
    const { attributes, Id, SystemModstamp, ...ours } = rowOf(1);
    const prefixed = Object.fromEntries(Object.entries(ours).map(([name, value]) => [`acme__${name}`, value]));
    const lead = describeResponse('Lead', { Id: 'id', acme__Leadlight_Score__c: 'double' });
    const { scores, queries } = await reading(
      ({ path }) =>
        path === '/sobjects/Lead/describe' ? lead : queryResponse([{ attributes, Id, SystemModstamp, ...prefixed }]),
      undefined,
    );
    expect(scores).toEqual([orgScore(1)]);
    expect(queries[0]).toContain('acme__Leadlight_Score__c');
    expect(queries[0]).not.toMatch(/[ ,]Leadlight_/);
  });

  it('reads emptied fields as null', async () => {
    const empty = {
      Leadlight_Score__c: null,
      Leadlight_Band__c: null,
      Leadlight_Probability__c: null,
      Leadlight_Model__c: null,
      Leadlight_Scored_At__c: null,
      Leadlight_Input_Hash__c: null,
    };
    const { scores } = await reading(
      () => queryResponse([rowOf(1, { ...empty, Leadlight_Qualified__c: false })]),
      undefined,
    );
    expect(scores).toEqual([
      {
        leadId: '00Q000001',
        score: null,
        band: null,
        qualified: false,
        percent: null,
        modelLabel: null,
        scoredAt: null,
        inputHash: null,
      },
    ]);
  });

  it('reads a few thousand leads by consecutive queries', async () => {
    const { scores, queries } = await reading(({ query }) => {
      const soql = query.get('q') ?? '';
      if (soql.includes('COUNT()')) return countResponse(2_001);
      return soql.includes("Id > '00Q001999'")
        ? queryResponse([rowOf(2_000)])
        : queryResponse(Array.from({ length: 2_000 }, (_, id) => rowOf(id)));
    }, undefined);
    expect(scores).toHaveLength(2_001);
    expect(queries).toHaveLength(3);
  });

  it('reads many leads by a job and deletes it', async () => {
    const csv = [
      '"Id","SystemModstamp","Leadlight_Score__c","Leadlight_Band__c","Leadlight_Qualified__c","Leadlight_Probability__c","Leadlight_Model__c","Leadlight_Scored_At__c","Leadlight_Input_Hash__c"',
      `"00Q000001","${at(1)}","87","A","true","12.34","v7 9f2c","2026-11-22T11:59:00.000Z","f00"`,
      '',
    ].join('\n');
    const { scores } = await reading(
      ({ method, path, query }) => {
        if (path === '/jobs/query') return { body: { id: 'job' } };
        if (path === '/jobs/query/job/results') return { body: csv, headers: { 'sforce-locator': 'null' } };
        if (path === '/jobs/query/job' && method === 'DELETE') return { status: 204 };
        if (path === '/jobs/query/job') return { body: { state: 'JobComplete', numberRecordsProcessed: 1 } };
        const soql = query.get('q') ?? '';
        return soql.includes('COUNT()')
          ? countResponse(10_001)
          : queryResponse(Array.from({ length: 2_000 }, (_, id) => rowOf(id)));
      },
      undefined,
      { bulkThreshold: 10_000 },
    );
    expect(scores.slice(2_000)).toEqual([orgScore(1)]);
    expect(org!.requests.map(({ method, path }) => `${method} ${path}`)).toContain('DELETE /jobs/query/job');
  });

  it('sends no request when only the reserve of the API budget is left', async () => {
    org = await answering(() => ({ ...queryResponse([]), headers: { 'sforce-limit-info': 'api-usage=90/100' } }));
    const connection = await org.connect();
    const scores = createCrmScores(connection);
    const read = async () => {
      for await (const _ of scores.readOpenLeads(undefined));
    };
    await read();
    const before = org.requests.length;
    await expect(read()).rejects.toMatchObject({ code: 'api_budget_reserve' });
    expect(org.requests).toHaveLength(before);
  });
});
