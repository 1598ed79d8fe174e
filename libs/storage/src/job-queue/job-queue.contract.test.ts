import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { ORG_JOB_RETRIES, type JobQueue, type OrgJob } from '@leadlight/workflows';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';

const NONE = { waiting: 0, running: 0, failed: 0, oldestWaitingAt: null, oldestWaitingMs: null };

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

  it('gives a job that helps an org’s job to a worker only where no other job waits', async () => {
    const { queue, org, newOrg } = await emptyQueue();
    const small = newOrg();
    await queue.send(org, 'buckets 1');
    await queue.send(small, 'sync');
    expect(await fetchOf(queue, small)).toMatchObject({ step: 'sync' });
    expect(await fetchOf(queue, org)).toMatchObject({ step: 'buckets 1' });
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

  it('sends the jobs of many orgs at once, leaves those that wait or run, and forgets earlier failures', async () => {
    const { queue, org, newOrg, storage } = await emptyQueue();
    const others = Array.from({ length: 600 }, newOrg);
    await queue.send(org, 'sync');
    for (let attempt = 0; attempt <= ORG_JOB_RETRIES; attempt++) {
      await skipDelay(storage, org);
      await queue.fail(await fetchOf(queue, org), 'away');
    }
    await queue.send(others[0]!, 'sync');
    await queue.send(others[1]!, 'train');
    const running = await fetchOf(queue, others[0]!);
    expect(await queue.sendAll([org, ...others], 'sync')).toBe(600);
    expect(await queue.list(org, 5)).toMatchObject([{ state: 'waiting', attempt: 0 }]);
    expect(await queue.summary()).toMatchObject({ waiting: 601, running: 1, failed: 0 });
    expect(await queue.touch(running)).toBe(true);
    await emptyQueue();
  });

  it('counts jobs in each state, and says since when the oldest waits', async () => {
    const { queue, org, newOrg, storage } = await emptyQueue();
    expect(await queue.summary()).toEqual(NONE);
    const failing = newOrg();
    await queue.send(failing, 'sync');
    for (let attempt = 0; attempt <= ORG_JOB_RETRIES; attempt++) {
      await skipDelay(storage, failing);
      await queue.fail(await fetchOf(queue, failing), 'away');
    }
    expect(await queue.summary()).toEqual({ ...NONE, failed: 1 });
    await queue.send(failing, 'train');
    await queue.fail(await fetchOf(queue, failing), 'away');
    expect(await queue.summary()).toEqual({ ...NONE, failed: 1, waiting: 1 });
    await skipDelay(storage, failing);
    await queue.complete(await fetchOf(queue, failing));
    const before = Date.now();
    await queue.send(org, 'sync');
    await queue.send(newOrg(), 'sync');
    await queue.send(newOrg(), 'sync');
    await fetchOf(queue, org);
    await queue.send(org, 'buckets 1');
    const { oldestWaitingAt, oldestWaitingMs, ...counts } = await queue.summary();
    expect(oldestWaitingMs).toBeLessThan(60_000);
    expect(counts).toEqual({ waiting: 2, running: 1, failed: 1 });
    expect(Math.abs(oldestWaitingAt! - before)).toBeLessThan(60_000);
  });

  it('shows an org when its oldest job was given up, until it is retried', async () => {
    const { queue, org, newOrg, storage } = await emptyQueue();
    const other = newOrg();
    for (const each of [org, other]) await storage.orgs.markSynced(each, 1);
    const failedAt = Date.UTC(2026, 10, 20);
    await sql`
      insert into leadlight_queue.job (name, data, created_on)
      values ('failed', ${JSON.stringify({ orgId: org, step: 'due-work' })}::jsonb, to_timestamp(${failedAt / 1_000}::int8))`.execute(
      storage.db.withoutPlugins(),
    );
    expect((await storage.workerStates.find(org))?.workFailedAt).toBe(failedAt);
    expect((await storage.workerStates.find(other))?.workFailedAt).toBeNull();
    await queue.retry(org, (await queue.list(org, 1))[0]!.id);
    expect((await storage.workerStates.find(org))?.workFailedAt).toBeNull();
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
