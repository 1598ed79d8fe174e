import { runNextJob, type DoJob, type JobOutcome } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

const NOW = Date.UTC(2026, 10, 23, 8);
const clock = { now: () => NOW };
const DONE: JobOutcome = {
  result: { kind: 'train', modelId: '9f2c41d07be35a68', version: 2, published: true, comparison: null },
};

describeOnEveryDatabase('requested jobs', (given) => {
  const request = (orgId: string, id: string, at = NOW) =>
    given().storage.jobs.request(orgId, { id, kind: 'train', requestedAt: at, requestedBy: 'cli' });

  it('are one at a time per org: a second request gets the open job', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    expect(await request(org, 'j1')).toMatchObject({ id: 'j1', state: 'waiting', attempts: 0 });
    expect((await request(org, 'j2')).id).toBe('j1');
    expect((await request(other, 'j3')).id).toBe('j3');
    expect((await storage.jobs.list(org, 10)).map(({ id }) => id)).toEqual(['j1']);
  });

  it('say which propensity a training is for; null = leads', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const job = { id: 'j1', kind: 'train', requestedAt: NOW, requestedBy: 'cli' } as const;
    expect((await storage.jobs.request(org, { ...job, propensityId: 'account-churns' })).propensityId).toBe(
      'account-churns',
    );
    expect((await storage.jobs.findOpen(org))?.propensityId).toBe('account-churns');
    expect((await request(newOrg(), 'j2')).propensityId).toBeNull();
  });

  it('are done by a worker, which reports progress and result', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await request(org, 'j1');
    const during: unknown[] = [];
    const doJob: DoJob = async (job, report) => {
      expect(job.kind).toBe('train');
      report({ step: 'contenders', done: 2, total: 8 });
      await expect.poll(async () => (await storage.jobs.findOpen(org))?.progress).toBeTruthy();
      during.push(await storage.jobs.findOpen(org));
      return DONE;
    };
    expect(await runNextJob({ ...storage, clock }, org, doJob)).toBe(true);
    expect(during).toMatchObject([
      { state: 'running', attempts: 1, startedAt: NOW, progress: { step: 'contenders', done: 2, total: 8 } },
    ]);
    expect(await storage.jobs.list(org, 10)).toMatchObject([
      { id: 'j1', state: 'done', endedAt: NOW, progress: null, failure: null, ...DONE },
    ]);
    expect(await runNextJob({ ...storage, clock }, org, doJob)).toBe(false);
    expect((await request(org, 'j2', NOW + 1)).id).toBe('j2');
    expect((await storage.jobs.list(org, 10)).map(({ id }) => id)).toEqual(['j2', 'j1']);
  });

  it('store the reason of a failure', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await request(org, 'j1');
    const failure = { code: 'too_few_examples', message: 'There are too few leads.' };
    await runNextJob({ ...storage, clock }, org, () => Promise.resolve({ failure }));
    expect(await storage.jobs.list(org, 1)).toMatchObject([{ state: 'failed', failure, result: null }]);
  });

  it('that a stopped worker left are done by the next one, and fail after the third time', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    const ports = { ...storage, clock };
    const stop: DoJob = () => Promise.reject(new Error('stopped'));
    await request(org, 'j1');
    await expect(runNextJob(ports, org, stop)).rejects.toThrow('stopped');
    expect(await storage.jobs.findOpen(org)).toMatchObject({ state: 'running', attempts: 1 });
    await runNextJob(ports, org, () => Promise.resolve(DONE));
    expect(await storage.jobs.list(org, 1)).toMatchObject([{ state: 'done', attempts: 2 }]);

    await request(other, 'j2');
    for (let attempt = 1; attempt <= 3; attempt++) await expect(runNextJob(ports, other, stop)).rejects.toThrow();
    await runNextJob(ports, other, stop);
    expect(await storage.jobs.list(other, 1)).toMatchObject([
      { state: 'failed', failure: { code: 'job_interrupted' } },
    ]);
  });

  it('ignore what a worker reports after another one has taken over', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await request(org, 'j1');
    const first = await storage.jobs.begin(org, 'j1', NOW);
    const second = await storage.jobs.begin(org, 'j1', NOW + 1);
    await storage.jobs.report(org, 'j1', first, { step: 'late', done: 1, total: null });
    await storage.jobs.end(org, 'j1', first, DONE, NOW + 2);
    expect(await storage.jobs.findOpen(org)).toMatchObject({ state: 'running', attempts: second, progress: null });
  });
});
