import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Storage } from '@leadlight/storage';
import type { WorkerOptions, WorkerReport } from './worker-process.ts';

export interface SharedRun {
  readonly orgs: number;
  readonly workers: number;
  readonly stepMs: number;
  /** 0 = none is killed. */
  readonly killEveryMs: number;
}

export interface SharedResult extends SharedRun {
  readonly sendMs: number;
  readonly elapsedMs: number;
  readonly kills: number;
  /** Orgs whose step never ended, that is, lost jobs. */
  readonly lost: number;
  /** Orgs whose step ended more than once. */
  readonly doubled: number;
  /** Orgs whose step was running in two processes at a time. */
  readonly overlapping: number;
  /** From the kill of a worker until another one started its step again; the longest. */
  readonly takeoverMs: number | null;
}

const WORKER = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
const STEP = 'due-work';

/** Sends one job for each org and lets workers do them. Every `killEveryMs`, one of the workers is killed and replaced. */
export async function shareJobs(
  storage: Storage,
  where: { readonly folder: string; readonly databaseUrl: string },
  run: SharedRun,
): Promise<SharedResult> {
  const orgIds = Array.from({ length: run.orgs }, (_, n) => `00D${String(n).padStart(15, '0')}`);
  const sentFrom = performance.now();
  await storage.jobQueue.sendAll(orgIds, STEP);
  const sendMs = performance.now() - sentFrom;

  const ended = new Map<string, number>();
  const running = new Map<string, ChildProcess>();
  const killedAt = new Map<string, number>();
  let [overlapping, takeoverMs, kills] = [0, -1, 0];
  const start = (): ChildProcess => {
    const child = fork(WORKER, [JSON.stringify({ ...where, stepMs: run.stepMs } satisfies WorkerOptions)]);
    child.on('message', ({ event, orgId, at }: WorkerReport) => {
      if (event === 'ready') return;
      if (event === 'ends') {
        running.delete(orgId);
        ended.set(orgId, (ended.get(orgId) ?? 0) + 1);
        return;
      }
      if (running.has(orgId)) overlapping += 1;
      running.set(orgId, child);
      const killed = killedAt.get(orgId);
      if (killed !== undefined) takeoverMs = Math.max(takeoverMs, at - killed);
      killedAt.delete(orgId);
    });
    return child;
  };

  let workers = Array.from({ length: run.workers }, start);
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  for (const worker of workers) worker.send('go');
  const from = performance.now();
  let nextKill = from + run.killEveryMs;
  while (ended.size < orgIds.length || (await storage.jobQueue.list(undefined, 1)).length > 0) {
    await delay(100);
    if (run.killEveryMs === 0 || performance.now() < nextKill) continue;
    nextKill += run.killEveryMs;
    const [victim, ...others] = workers as [ChildProcess, ...ChildProcess[]];
    victim.kill('SIGKILL');
    kills += 1;
    for (const [orgId, child] of running) {
      if (child !== victim) continue;
      running.delete(orgId);
      killedAt.set(orgId, Date.now());
    }
    const replacement = start();
    replacement.once('message', () => replacement.send('go'));
    workers = [...others, replacement];
  }
  const elapsedMs = performance.now() - from;
  for (const worker of workers) worker.disconnect();
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
  return {
    ...run,
    ...{ sendMs, elapsedMs, kills, overlapping, takeoverMs: takeoverMs < 0 ? null : takeoverMs },
    lost: orgIds.filter((orgId) => !ended.has(orgId)).length,
    doubled: [...ended.values()].filter((times) => times > 1).length,
  };
}
