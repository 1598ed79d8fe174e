import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Storage } from '@leadlight/storage';
import { leadRecord } from '@leadlight/storage/testing';
import { YIELD_AFTER_MS, isHelpStep } from '@leadlight/workflows';
import type { LargeOrg, WorkerOptions, WorkerReport } from './worker-process.ts';

export interface FairnessRun {
  readonly workers: number;
  /** One job each. */
  readonly smallOrgs: number;
  readonly stepMs: number;
  /** From one small org's job until the next one is sent. */
  readonly sendEveryMs: number;
  readonly buckets: number;
  /** null = the buckets wait until the jobs of all small orgs are done */
  readonly bucketMs: number | null;
  readonly yieldAfterMs?: number;
}

export interface FairnessResult extends FairnessRun {
  /** How long each small org's job waited until a worker began it, sorted. */
  readonly waitsMs: readonly number[];
  /** Small orgs whose job was done before the large org's. */
  readonly doneBefore: number;
  readonly helpers: number;
  readonly largeMs: number;
}

const WORKER = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
const STEP = 'due-work';

/** Sends the job of a large org, whose buckets all workers share, and then those of small orgs, and waits until all are done. */
export async function shareWithLargeOrg(
  storage: Storage,
  where: { readonly folder: string; readonly databaseUrl: string },
  run: FairnessRun,
): Promise<FairnessResult> {
  const large: LargeOrg = {
    orgId: `00DL${String(run.workers).padStart(14, '0')}`,
    ...{ bucketMs: run.bucketMs, yieldAfterMs: run.yieldAfterMs ?? YIELD_AFTER_MS },
  };
  const leads = Array.from({ length: run.buckets }, (_, n) => leadRecord({ id: `00Q${String(n).padStart(15, '0')}` }));
  await storage.leadHistories.append(large.orgId, 'Lead', leads);

  const sentAt = new Map<string, number>();
  const waits = new Map<string, number>();
  const isHelped = Promise.withResolvers<void>();
  const isLargeDone = Promise.withResolvers<void>();
  const areSmallDone = Promise.withResolvers<void>();
  const helpers = new Set<number>();
  let [smallDone, doneBefore, isLargeRunning] = [0, 0, true];
  const onReport = (worker: number, { event, orgId, step, at }: WorkerReport) => {
    if (isHelpStep(step)) {
      helpers.add(worker);
      if (helpers.size === run.workers - 1) isHelped.resolve();
    } else if (orgId === large.orgId) {
      if (event !== 'ends') return;
      isLargeRunning = false;
      isLargeDone.resolve();
    } else if (event === 'starts') {
      if (!waits.has(orgId)) waits.set(orgId, at - sentAt.get(orgId)!);
    } else if (event === 'ends') {
      if (isLargeRunning) doneBefore += 1;
      if ((smallDone += 1) === run.smallOrgs) areSmallDone.resolve();
    }
  };
  const options: WorkerOptions = { ...where, stepMs: run.stepMs, large };
  const workers = Array.from({ length: run.workers }, () => fork(WORKER, [JSON.stringify(options)]));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  for (const [n, worker] of workers.entries()) worker.on('message', (report) => onReport(n, report as WorkerReport));
  const sendToAll = (message: string) => workers.forEach((worker) => worker.send(message));
  const from = performance.now();
  await storage.jobQueue.send(large.orgId, STEP);
  sendToAll('go');
  // Every other worker helps: none is free.
  await isHelped.promise;
  for (let n = 0; n < run.smallOrgs; n += 1) {
    const orgId = `00DS${String(n).padStart(14, '0')}`;
    sentAt.set(orgId, Date.now());
    await storage.jobQueue.send(orgId, STEP);
    await delay(run.sendEveryMs);
  }
  await areSmallDone.promise;
  sendToAll('release');
  await isLargeDone.promise;
  const largeMs = performance.now() - from;
  for (const worker of workers) worker.disconnect();
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
  const waitsMs = [...waits.values()].toSorted((a, b) => a - b);
  return { ...run, waitsMs, doneBefore, helpers: helpers.size, largeMs };
}
