import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { ORG_JOB_RETRIES, type JobQueue, type OrgJob } from '@leadlight/workflows';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';

/** Fetches a job, which must be of this org. */
async function fetchOf(queue: JobQueue, orgId: string): Promise<OrgJob> {
  const job = await queue.fetch();
  if (job === undefined) throw new Error('No job waits.');
  expect(job.orgId).toBe(orgId);
  return job;
}

describeOnEveryDatabase('job queue', (given) => {
  /** The queue of all orgs, empty. */
  async function emptyQueue() {
    const { storage, newOrg } = given();
    for (const { orgId, id } of await storage.jobQueue.list(undefined, 1_000)) await storage.jobQueue.cancel(orgId, id);
    return { queue: storage.jobQueue, org: newOrg(), newOrg, storage };
  }

  it('has one job for each org and step that waits or runs', async () => {
    const { queue, org, newOrg } = await emptyQueue();
    expect(await Promise.all([1, 2, 3].map(() => queue.send(org, 'sync')))).toEqual(
      expect.arrayContaining([true, false, false]),
    );
    expect(await queue.send(org, 'train')).toBe(true);
    expect(await queue.send(newOrg(), 'sync')).toBe(true);
    const job = await fetchOf(queue, org);
    expect(job).toMatchObject({ orgId: org, step: 'sync', attempt: 0 });
    expect(await queue.send(org, 'sync')).toBe(false);
    await queue.complete(job);
    expect(await queue.send(org, 'sync')).toBe(true);
  });

  it('gives each job to one of several workers, in the order in which they were sent', async () => {
    const { queue, newOrg } = await emptyQueue();
    const orgs = Array.from({ length: 6 }, newOrg);
    for (const org of orgs) await queue.send(org, 'sync');
    expect((await fetchOf(queue, orgs[0]!)).orgId).toBe(orgs[0]);
    const rest = await Promise.all(Array.from({ length: 7 }, () => queue.fetch()));
    expect(rest.flatMap((job) => job?.orgId ?? []).toSorted()).toEqual(orgs.slice(1).toSorted());
  });

  it('gives the job of a dead worker to another one, and the dead one cannot end it', async () => {
    const { queue, org, storage } = await emptyQueue();
    await queue.send(org, 'sync');
    const lost = await fetchOf(queue, org);
    expect(await queue.touch(lost)).toBe(true);
    await dieFor(storage, org);
    await queue.supervise();
    expect(await queue.touch(lost)).toBe(false);
    expect(await queue.list(org, 5)).toMatchObject([{ state: 'waiting', failure: 'job heartbeat timeout' }]);
    await skipDelay(storage, org);
    const again = await fetchOf(queue, org);
    expect(again).toMatchObject({ id: lost.id, attempt: 1 });
    await queue.complete(lost);
    await queue.fail(lost, 'too late');
    expect(await queue.touch(again)).toBe(true);
    await queue.complete(again);
    expect(await queue.list(org, 5)).toEqual([]);
  });

  it('tries a failed job again later, a number of times, and then lists it as failed until somebody retries or cancels it', async () => {
    const { queue, org, storage } = await emptyQueue();
    await queue.send(org, 'sync');
    for (let attempt = 0; attempt <= ORG_JOB_RETRIES; attempt++) {
      await skipDelay(storage, org);
      const job = await fetchOf(queue, org);
      expect(job.attempt).toBe(attempt);
      await queue.fail(job, `failure ${attempt}`);
      if (attempt < ORG_JOB_RETRIES) {
        expect(await queue.list(org, 5)).toMatchObject([{ state: 'waiting', failure: `failure ${attempt}` }]);
      }
      expect(await queue.fetch()).toBeUndefined();
    }
    const [failed] = await queue.list(org, 5);
    const last = { attempt: ORG_JOB_RETRIES, failure: `failure ${ORG_JOB_RETRIES}` };
    expect(failed).toMatchObject({ orgId: org, step: 'sync', state: 'failed', ...last });
    expect(await queue.retry(given().newOrg(), failed!.id)).toBe(false);
    expect(await queue.retry(org, failed!.id)).toBe(true);
    expect(await queue.list(org, 5)).toMatchObject([{ state: 'waiting', attempt: 0, failure: null }]);
    expect(await queue.retry(org, failed!.id)).toBe(false);
  });

  it('forgets a cancelled job, and its worker notices', async () => {
    const { queue, org } = await emptyQueue();
    await queue.send(org, 'sync');
    const job = await fetchOf(queue, org);
    expect(await queue.list(org, 5)).toMatchObject([{ id: job.id, state: 'running' }]);
    expect(await queue.cancel(given().newOrg(), job.id)).toBe(false);
    expect(await queue.cancel(org, job.id)).toBe(true);
    expect(await queue.touch(job)).toBe(false);
    expect(await queue.cancel(org, job.id)).toBe(false);
    expect(await queue.list(org, 5)).toEqual([]);
  });
});

type TestedStorage = StorageUnderTest['storage'];

const changeJobs = ({ db }: TestedStorage, org: string, change: string) =>
  sql`update leadlight_queue.job set ${sql.raw(change)} where data->>'orgId' = ${org}`.execute(db.withoutPlugins());

/** As if the worker had died a minute ago and nobody had looked since. */
async function dieFor(storage: TestedStorage, org: string): Promise<void> {
  await changeJobs(storage, org, "heartbeat_on = heartbeat_on - interval '1 minute'");
  await sql`update leadlight_queue.queue set monitor_on = monitor_on - interval '1 minute',
    monitor_claim_on = monitor_claim_on - interval '1 minute'`.execute(storage.db.withoutPlugins());
}

const skipDelay = (storage: TestedStorage, org: string) => changeJobs(storage, org, 'start_after = now()');

describeOnEveryDatabase('steps of orgs', (given) => {
  it('remember when each step last started and ended, and how', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    expect(await storage.orgSteps.find(org, 'sync')).toBeUndefined();
    await storage.orgSteps.save(org, 'sync', { startedAt: 1_000, endedAt: null, failure: null });
    await storage.orgSteps.save(org, 'sync', { startedAt: 1_000, endedAt: 2_000, failure: 'away' });
    expect(await storage.orgSteps.find(org, 'sync')).toEqual({ startedAt: 1_000, endedAt: 2_000, failure: 'away' });
    expect((await storage.orgSteps.list('sync')).get(org)).toMatchObject({ failure: 'away' });
    expect((await storage.orgSteps.list('train')).has(org)).toBe(false);
    expect(await storage.orgSteps.find(org, 'train')).toBeUndefined();
    expect(await storage.orgSteps.find(other, 'sync')).toBeUndefined();
  });
});
