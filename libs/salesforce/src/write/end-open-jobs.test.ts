import { afterEach, describe, expect, it } from 'vitest';
import {
  recordedTiming,
  errorResponse,
  startFixtureOrg,
  type FixtureResponse,
  type FixtureOrg,
  type FixtureRequest,
} from '../testing/fixture-org.ts';
import { inMemoryWriteClaim } from '../testing/write-claim.ts';
import { createScoreWriter } from './score-writer.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

/** An org with one job that has the next of these states at each request, and then keeps the last one. */
async function startOrg(states: readonly (string | FixtureResponse)[], { usage = '', jobTimeoutMs = 10_000 } = {}) {
  let requests = 0;
  const handler = ({ method, path }: FixtureRequest): FixtureResponse | undefined => {
    if (path !== '/jobs/ingest/job-1') return undefined;
    if (method === 'DELETE') return { status: 204 };
    if (method === 'PATCH') return { body: { id: 'job-1', state: 'Aborted' } };
    const response = states[Math.min(requests++, states.length - 1)]!;
    return typeof response === 'string'
      ? { body: { id: 'job-1', state: response }, headers: usage ? { 'sforce-limit-info': usage } : {} }
      : response;
  };
  org = await startFixtureOrg(handler);
  const claim = inMemoryWriteClaim([{ jobId: 'job-1', ageMs: 0 }]);
  const writer = createScoreWriter(await org.connect(), { timing: recordedTiming(), jobTimeoutMs });
  const sent = () =>
    org!.requests.filter(({ path }) => path.startsWith('/jobs')).map(({ method, body }) => `${method} ${body}`.trim());
  return { writer, claim, sent, ledger: () => [...claim.ledger.keys()] };
}

const abort = 'PATCH {"state":"Aborted"}';

describe('endOpenJobs', () => {
  it.each([['Open'], ['UploadComplete']])('aborts a job that has not started (%s)', async (state) => {
    const { writer, claim, sent, ledger } = await startOrg([state, 'Aborted']);
    expect(await writer.endOpenJobs(claim)).toEqual([]);
    expect(sent()).toEqual(['GET', abort, 'GET', 'DELETE']);
    expect(ledger()).toEqual([]);
  });

  it('waits for a running job, because aborting does not stop its batch', async () => {
    const { writer, claim, sent, ledger } = await startOrg(['InProgress', 'InProgress', 'InProgress', 'JobComplete']);
    expect(await writer.endOpenJobs(claim)).toEqual([]);
    expect(sent()).toEqual(['GET', 'GET', 'GET', 'GET', 'DELETE']);
    expect(ledger()).toEqual([]);
  });

  it('waits for a job that starts at that moment', async () => {
    const { writer, claim, sent, ledger } = await startOrg(['UploadComplete', 'InProgress', 'JobComplete']);
    expect(await writer.endOpenJobs(claim)).toEqual([]);
    expect(sent()).toEqual(['GET', abort, 'GET', 'GET', 'DELETE']);
    expect(ledger()).toEqual([]);
  });

  it('aborts and reports a job that exceeds the timeout', async () => {
    const { writer, claim, sent, ledger } = await startOrg(['InProgress']);
    expect(await writer.endOpenJobs(claim)).toEqual([expect.stringContaining('exceeded the timeout')]);
    expect(sent().slice(-2)).toEqual([abort, 'DELETE']);
    expect(ledger()).toEqual([]);
  });

  it.each([['Failed'], ['Aborted'], ['JobComplete']])('deletes a job that has ended (%s)', async (state) => {
    const { writer, claim, sent, ledger } = await startOrg([state]);
    expect(await writer.endOpenJobs(claim)).toEqual([]);
    expect(sent().filter((each) => each === abort)).toEqual([]);
    expect(sent().at(-1)).toBe('DELETE');
    expect(ledger()).toEqual([]);
  });

  it('removes a job that the org does not know', async () => {
    const { writer, claim, ledger } = await startOrg([errorResponse(404, 'NOT_FOUND')]);
    expect(await writer.endOpenJobs(claim)).toEqual([]);
    expect(ledger()).toEqual([]);
  });

  it('keeps the job in the ledger while the org is unavailable, and fails', async () => {
    const { writer, claim, ledger } = await startOrg([errorResponse(503, 'SERVER_UNAVAILABLE')]);
    await expect(writer.endOpenJobs(claim)).rejects.toMatchObject({ code: 'org_unavailable' });
    expect(ledger()).toEqual(['job-1']);
  });

  it('waits for a job that the org hides from this user only as long as it may run', async () => {
    const { writer, claim, ledger } = await startOrg([errorResponse(403, 'INSUFFICIENT_ACCESS')], {
      jobTimeoutMs: 10,
    });
    await expect(writer.endOpenJobs(claim)).rejects.toMatchObject({ code: 'permission_missing' });
    expect(ledger()).toEqual(['job-1']);
    claim.ledger.set('job-1', { jobId: 'job-1', ageMs: 11 });
    expect(await writer.endOpenJobs(claim)).toEqual([
      expect.stringContaining('does not report the state of the job job-1'),
    ]);
    expect(ledger()).toEqual([]);
  });

  it('sends no request below the reserve of the API budget, and keeps the job in the ledger', async () => {
    const { writer, claim, sent, ledger } = await startOrg(['InProgress', 'JobComplete'], {
      usage: 'api-usage=95/100',
    });
    expect(await writer.endOpenJobs(claim)).toEqual([]);
    claim.ledger.set('job-1', { jobId: 'job-1', ageMs: 0 });
    const before = sent().length;
    await expect(writer.endOpenJobs(claim)).rejects.toMatchObject({ code: 'api_budget_reserve' });
    expect(sent()).toHaveLength(before);
    expect(ledger()).toEqual(['job-1']);
  });

  it('makes no call for an empty ledger', async () => {
    const { writer, sent } = await startOrg([]);
    expect(await writer.endOpenJobs(inMemoryWriteClaim())).toEqual([]);
    expect(sent()).toEqual([]);
  });
});
