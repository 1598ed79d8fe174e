import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage, type Storage } from '@leadlight/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DUE_WORK, startSharedSchedule } from './shared-schedule.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-shared-'));
let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ folder });
});
afterAll(async () => {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

type Work = (orgId: string, signal: AbortSignal) => Promise<void>;

/** A worker whose work is done when a test says so. */
function startWorker(orgs: readonly string[], doDueWork: Work, helpWithRuns: Work = () => expect.fail('no run')) {
  const lines: string[] = [];
  const worker = startSharedSchedule({
    ...{ folder, doDueWork, helpWithRuns, orgs: () => Promise.resolve(orgs), log: (line) => void lines.push(line) },
  });
  return { ...worker, lines };
}

describe('startSharedSchedule', () => {
  it('does the due work of each org once, whichever of several workers takes it', async () => {
    const orgs = ['one', 'two', 'three', 'four', 'five'];
    const done: string[] = [];
    const all = Promise.withResolvers<void>();
    const workers = [1, 2, 3].map(() =>
      startWorker(orgs, async (orgId) => {
        if (done.push(orgId) === orgs.length) all.resolve();
      }),
    );
    await all.promise;
    await expect.poll(async () => (await storage.jobQueue.list(undefined, 10)).length).toBe(0);
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(done.toSorted()).toEqual(orgs.toSorted());
    for (const org of orgs) expect(await storage.orgSteps.find(org, DUE_WORK)).toMatchObject({ failure: null });
  });

  it('helps with the run of a large org where another process asks for it', async () => {
    const helped = Promise.withResolvers<string>();
    await storage.jobQueue.send('large', 'buckets 1');
    const worker = startWorker(
      [],
      () => expect.fail('no due work'),
      async (orgId) => helped.resolve(orgId),
    );
    expect(await helped.promise).toBe('large');
    await expect.poll(() => storage.jobQueue.list('large', 1)).toEqual([]);
    await worker.stop();
  });

  it('logs why a job failed, and leaves it to be tried again', async () => {
    const worker = startWorker(['failing'], () => Promise.reject(new Error('The org is away.')));
    await expect.poll(() => worker.lines).toEqual([`failing: ${DUE_WORK} failed: The org is away.`]);
    await worker.stop();
    expect(await storage.jobQueue.list('failing', 5)).toMatchObject([
      { state: 'waiting', failure: 'The org is away.' },
    ]);
    await storage.jobQueue.cancel('failing', (await storage.jobQueue.list('failing', 1))[0]!.id);
  });

  it('leaves a job to the next worker when it is stopped during it', async () => {
    const started = Promise.withResolvers<void>();
    const worker = startWorker(['stopped'], async (_org, signal) => {
      started.resolve();
      await new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    });
    await started.promise;
    await worker.stop();
    expect(worker.lines).toEqual([]);
    expect(await storage.jobQueue.list('stopped', 5)).toMatchObject([
      { state: 'waiting', failure: 'The worker was stopped.' },
    ]);
  });

  it('stops helping with a large org once a job of another org has waited, and helps again afterwards', async () => {
    for (const { orgId, id } of await storage.jobQueue.list(undefined, 10)) await storage.jobQueue.cancel(orgId, id);
    await storage.jobQueue.send('large', 'buckets 1');
    const events: string[] = [];
    const helpedTwice = Promise.withResolvers<void>();
    const worker = startSharedSchedule({
      ...{ folder, yieldAfterMs: 50, orgs: () => Promise.resolve([]), log: () => undefined },
      doDueWork: async (orgId) => void events.push(orgId),
      async helpWithRuns(orgId, signal) {
        if (events.push(orgId) > 2) return helpedTwice.resolve();
        await storage.jobQueue.send('small', DUE_WORK);
        await new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
      },
    });
    await helpedTwice.promise;
    await expect.poll(async () => (await storage.jobQueue.list(undefined, 10)).length).toBe(0);
    await worker.stop();
    expect(events).toEqual(['large', 'small', 'large']);
  });
});
