import { afterEach, describe, expect, it } from 'vitest';
import { respondToDescribe, countResponse, queryResponse } from '../testing/described-objects.ts';
import {
  recordedTiming,
  errorResponse,
  startFixtureOrg,
  type FixtureResponse,
  type FixtureOrg,
  type FixtureRequest,
} from '../testing/fixture-org.ts';
import { createCrmSource } from './crm-source.ts';
import { collect, recordIds } from '../testing/collect.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

const NOW = Date.parse('2026-11-22T12:00:00Z');

interface Script {
  /** Results by locator; '' is the first page. */
  readonly results: (locator: string, jobId: string) => FixtureResponse;
  readonly job?: (jobId: string, poll: number) => FixtureResponse;
  readonly rows?: number;
  readonly count?: FixtureResponse;
}

/** An org with one large object, read by query jobs `job-1`, `job-2`, … */
async function bigOrg({ results, job, rows = 4, count }: Script) {
  let jobs = 0;
  let polls = 0;
  const complete = { body: { id: 'x', state: 'JobComplete', numberRecordsProcessed: rows } };
  org = await startFixtureOrg((request: FixtureRequest) => {
    const { method, path, query } = request;
    if (path === '/queryAll') {
      const soql = query.get('q') ?? '';
      const headers = { date: new Date(NOW).toUTCString() };
      if (!soql.startsWith('SELECT COUNT()')) return { ...queryResponse([]), headers };
      return count ?? countResponse(1_000_000, headers);
    }
    if (path === '/jobs/query' && method === 'POST')
      return { body: { id: `job-${(jobs += 1)}`, state: 'UploadComplete' } };
    const [, jobId = '', isResults] = /^\/jobs\/query\/(job-\d+)(\/results)?$/.exec(path) ?? [];
    if (isResults) return results(query.get('locator') ?? '', jobId);
    if (jobId !== '' && method === 'DELETE') return { status: 204 };
    if (jobId !== '') return job?.(jobId, (polls += 1)) ?? complete;
    return respondToDescribe(request);
  });
  const timing = recordedTiming();
  return { source: createCrmSource(await org.connect(), { timing, now: () => NOW }), timing };
}

const csv = (...ids: readonly string[]): string =>
  [
    'Id,IsDeleted,WhoId,CreatedDate,SystemModstamp,EndDateTime',
    ...ids.map((id) => `${id},false,00Q1,2026-01-01T00:00:00.000Z,2026-01-02T00:00:00.000Z,`),
  ].join('\n');

const page = (locator: string | undefined, ...ids: readonly string[]): FixtureResponse => ({
  body: csv(...ids),
  headers: {
    'Sforce-NumberOfRecords': String(ids.length),
    ...(locator !== undefined && { 'Sforce-Locator': locator }),
  },
});

const twoPages =
  (lastLocator: string | undefined) =>
  (locator: string): FixtureResponse =>
    locator === '' ? page('MTAw', 'a', 'b') : page(lastLocator, 'c', 'd');

const jobsOpened = () => org!.requests.filter(({ method, path }) => method === 'POST' && path === '/jobs/query');

describe('readPass by query job', () => {
  describe('last page', () => {
    it.each([
      ['at the word null', 'null'],
      ['at a missing locator', undefined],
      ['at a locator seen before', 'MTAw'],
    ])('ends %s', async (_, lastLocator) => {
      const { source } = await bigOrg({ results: twoPages(lastLocator) });
      expect(recordIds(await collect(source.pages('Event', undefined)))).toEqual(['a', 'b', 'c', 'd']);
      expect(org!.requests.filter(({ path }) => path.endsWith('/results'))).toHaveLength(2);
    });
  });

  it('requests deleted and archived rows, and deletes the job at the end', async () => {
    const { source } = await bigOrg({ results: twoPages('null') });
    const pages = await collect(source.pages('Event', undefined));
    expect(JSON.parse(jobsOpened()[0]!.body)).toEqual({
      operation: 'queryAll',
      query: 'SELECT Id, IsDeleted, WhoId, CreatedDate, SystemModstamp, EndDateTime FROM Event WHERE WhoId != null',
      contentType: 'CSV',
      columnDelimiter: 'COMMA',
      lineEnding: 'LF',
    });
    expect(org!.requests.at(-1)).toMatchObject({ method: 'DELETE', path: '/jobs/query/job-1' });
    expect(JSON.parse(pages.at(-1)!.cursor)).toMatchObject({ since: NOW, pass: null });
  });

  it('is used for an object that is too large to count', async () => {
    const { source } = await bigOrg({
      results: twoPages('null'),
      count: errorResponse(400, 'QUERY_TIMEOUT', 'Your query was running for too long.'),
    });
    expect(recordIds(await collect(source.pages('Event', undefined)))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('polls the job at growing intervals until it is complete', async () => {
    const { source, timing } = await bigOrg({
      results: twoPages('null'),
      job: (_, poll) => ({
        body: { id: 'x', state: poll < 80 ? 'InProgress' : 'JobComplete', numberRecordsProcessed: 4 },
      }),
    });
    expect(recordIds(await collect(source.pages('Event', undefined)))).toHaveLength(4);
    expect(timing.waits).toHaveLength(79);
    expect(Math.max(...timing.waits)).toBe(5_000);
  });

  describe('after a kill', () => {
    it('continues at the last stored page of the same job', async () => {
      const { source } = await bigOrg({ results: twoPages('null') });
      let stored = '';
      for await (const one of source.pages('Event', undefined)) {
        stored = one.cursor;
        if (one.records.length > 0) break;
      }
      const rest = await collect(source.pages('Event', stored));
      expect(recordIds(rest)).toEqual(['c', 'd']);
      expect(jobsOpened()).toHaveLength(1);
      expect(JSON.parse(rest.at(-1)!.cursor)).toMatchObject({ since: NOW, pass: null });
    });

    it('reads what changed since that job started in another pass', async () => {
      const { source } = await bigOrg({ results: twoPages('null') });
      let stored = '';
      for await (const one of source.pages('Event', undefined)) {
        stored = one.cursor;
        break;
      }
      await collect(source.pages('Event', stored));
      const soql = org!.requests.flatMap(({ query }) => query.get('q') ?? []).at(-1);
      expect(soql).toContain('WHERE SystemModstamp >= 2026-11-22T11:45:00.000Z ORDER BY');
    });

    it('finds the job that it was waiting for', async () => {
      const { source } = await bigOrg({ results: twoPages('null') });
      let stored = '';
      for await (const one of source.pages('Event', undefined)) {
        stored = one.cursor;
        break;
      }
      expect(recordIds(await collect(source.pages('Event', stored)))).toHaveLength(4);
      expect(jobsOpened()).toHaveLength(1);
    });

    it('replaces a job that no longer exists by a new one from the beginning', async () => {
      const notFound = errorResponse(404, 'NOT_FOUND', 'The requested resource does not exist');
      const { source } = await bigOrg({
        results: (locator, jobId) => (jobId === 'job-1' && locator !== '' ? notFound : twoPages('null')(locator)),
      });
      expect(recordIds(await collect(source.pages('Event', undefined)))).toEqual(['a', 'b', 'a', 'b', 'c', 'd']);
      expect(jobsOpened()).toHaveLength(2);
    });
  });

  describe('lost rows', () => {
    it('fetches a page again that has fewer rows than announced', async () => {
      let calls = 0;
      const { source } = await bigOrg({
        results: (locator) => {
          if (locator !== '' || (calls += 1) > 1) return twoPages('null')(locator);
          return { body: csv('a'), headers: { 'Sforce-NumberOfRecords': '2', 'Sforce-Locator': 'MTAw' } };
        },
      });
      expect(recordIds(await collect(source.pages('Event', undefined)))).toEqual(['a', 'b', 'c', 'd']);
    });

    it('tries one new job when pages do not add up to the job’s count, then fails, without keeping a position in the bad job', async () => {
      const { source } = await bigOrg({ results: twoPages('null'), rows: 5 });
      const cursors: string[] = [];
      const reading = (async () => {
        for await (const { cursor } of source.pages('Event', undefined)) cursors.push(cursor);
      })();
      await expect(reading).rejects.toMatchObject({ code: 'rows_lost', facts: { expected: 5, read: 4 } });
      expect(jobsOpened()).toHaveLength(2);
      expect(JSON.parse(cursors.at(-1)!)).toMatchObject({ since: null, pass: null });
    });

    it('reports the org’s message about a failed job', async () => {
      const failed = { body: { id: 'x', state: 'Failed', errorMessage: 'InternalServerError: out of luck' } };
      const { source } = await bigOrg({ results: twoPages('null'), job: () => failed });
      await expect(collect(source.pages('Event', undefined))).rejects.toMatchObject({
        code: 'job_failed',
        message: expect.stringContaining('out of luck'),
      });
    });

    it('leaves out a column that was removed during the job in a new one', async () => {
      const { source } = await bigOrg({
        results: twoPages('null'),
        job: (jobId) => {
          if (jobId !== 'job-1') return { body: { id: 'x', state: 'JobComplete', numberRecordsProcessed: 4 } };
          return {
            body: {
              id: 'x',
              state: 'Failed',
              errorMessage: "INVALID_FIELD: No such column 'EndDateTime' on entity 'Event'",
            },
          };
        },
      });
      expect(recordIds(await collect(source.pages('Event', undefined)))).toHaveLength(4);
      expect(source.degradations()).toMatchObject([{ what: 'EndDateTime disappeared while it was read' }]);
    });
  });
});
