import { afterEach, describe, expect, it } from 'vitest';
import {
  recordedTiming,
  errorResponse,
  startFixtureOrg,
  type FixtureResponse,
  type FixtureOrg,
  type FixtureRequest,
} from '../testing/fixture-org.ts';
import { inMemoryWriteLease } from '../testing/write-lease.ts';
import { createScoreWriter } from './score-writer.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

/** An org with one job that goes through these states, one each time it is asked; the last one stays. */
async function settling(states: readonly (string | FixtureResponse)[], { now = (): number => 0, usage = '' } = {}) {
  let asked = 0;
  const handler = ({ method, path }: FixtureRequest): FixtureResponse | undefined => {
    if (path !== '/jobs/ingest/left') return undefined;
    if (method === 'DELETE') return { status: 204 };
    if (method === 'PATCH') return { body: { id: 'left', state: 'Aborted' } };
    const answer = states[Math.min(asked++, states.length - 1)]!;
    return typeof answer === 'string'
      ? { body: { id: 'left', state: answer }, headers: usage ? { 'sforce-limit-info': usage } : {} }
      : answer;
  };
  org = await startFixtureOrg(handler);
  const turn = inMemoryWriteLease([{ jobId: 'left', openedAt: 0 }]);
  const writer = createScoreWriter(await org.connect(), { timing: recordedTiming(), jobTimeoutMs: 10, now });
  const sent = () =>
    org!.requests.filter(({ path }) => path.startsWith('/jobs')).map(({ method, body }) => `${method} ${body}`.trim());
  return { writer, turn, sent, ledger: () => [...turn.ledger.keys()] };
}

const abort = 'PATCH {"state":"Aborted"}';

describe('endOpenJobs', () => {
  it.each([['Open'], ['UploadComplete']])('aborts a job that has not started (%s)', async (state) => {
    const { writer, turn, sent, ledger } = await settling([state, 'Aborted']);
    expect(await writer.endOpenJobs(turn)).toEqual([]);
    expect(sent()).toEqual(['GET', abort, 'GET', 'DELETE']);
    expect(ledger()).toEqual([]);
  });

  it('waits for a running job, because aborting does not stop its batch', async () => {
    const { writer, turn, sent, ledger } = await settling(['InProgress', 'InProgress', 'InProgress', 'JobComplete']);
    expect(await writer.endOpenJobs(turn)).toEqual([]);
    expect(sent()).toEqual(['GET', 'GET', 'GET', 'GET', 'DELETE']);
    expect(ledger()).toEqual([]);
  });

  it('waits for a job that starts at that moment', async () => {
    const { writer, turn, sent, ledger } = await settling(['UploadComplete', 'InProgress', 'JobComplete']);
    expect(await writer.endOpenJobs(turn)).toEqual([]);
    expect(sent()).toEqual(['GET', abort, 'GET', 'GET', 'DELETE']);
    expect(ledger()).toEqual([]);
  });

  it('aborts and reports a job that exceeds the timeout', async () => {
    let now = 0;
    const { writer, turn, sent, ledger } = await settling(['InProgress'], { now: () => (now += 5) });
    expect(await writer.endOpenJobs(turn)).toEqual([expect.stringContaining('exceeded the timeout')]);
    expect(sent().slice(-2)).toEqual([abort, 'DELETE']);
    expect(ledger()).toEqual([]);
  });

  it.each([['Failed'], ['Aborted'], ['JobComplete']])('deletes a job that has ended (%s)', async (state) => {
    const { writer, turn, sent, ledger } = await settling([state]);
    expect(await writer.endOpenJobs(turn)).toEqual([]);
    expect(sent().filter((each) => each === abort)).toEqual([]);
    expect(sent().at(-1)).toBe('DELETE');
    expect(ledger()).toEqual([]);
  });

  it('removes a job that the org does not know', async () => {
    const { writer, turn, ledger } = await settling([errorResponse(404, 'NOT_FOUND')]);
    expect(await writer.endOpenJobs(turn)).toEqual([]);
    expect(ledger()).toEqual([]);
  });

  it('keeps the job in the ledger while the org is unavailable, and fails', async () => {
    const { writer, turn, ledger } = await settling([errorResponse(503, 'SERVER_UNAVAILABLE')]);
    await expect(writer.endOpenJobs(turn)).rejects.toMatchObject({ code: 'org_unavailable' });
    expect(ledger()).toEqual(['left']);
  });

  it('waits for a job that the org hides from this user only as long as it may run', async () => {
    let now = 5;
    const { writer, turn, ledger } = await settling([errorResponse(403, 'INSUFFICIENT_ACCESS')], { now: () => now });
    await expect(writer.endOpenJobs(turn)).rejects.toMatchObject({ code: 'permission_missing' });
    expect(ledger()).toEqual(['left']);
    now = 11;
    expect(await writer.endOpenJobs(turn)).toEqual([
      expect.stringContaining('does not report the state of the job left'),
    ]);
    expect(ledger()).toEqual([]);
  });

  it('sends no request below the floor of the API budget, and keeps the job in the ledger', async () => {
    const { writer, turn, sent, ledger } = await settling(['InProgress', 'JobComplete'], { usage: 'api-usage=95/100' });
    expect(await writer.endOpenJobs(turn)).toEqual([]);
    turn.ledger.set('left', { jobId: 'left', openedAt: 0 });
    const before = sent().length;
    await expect(writer.endOpenJobs(turn)).rejects.toMatchObject({ code: 'api_budget_floor' });
    expect(sent()).toHaveLength(before);
    expect(ledger()).toEqual(['left']);
  });

  it('makes no call for an empty ledger', async () => {
    const { writer, sent } = await settling([]);
    expect(await writer.endOpenJobs(inMemoryWriteLease())).toEqual([]);
    expect(sent()).toEqual([]);
  });
});
