import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@leadlight/common';
import type { Storage } from '@leadlight/storage';
import { isHelpStep, planOrgJobs, runNextOrgJob, YIELD_AFTER_MS, yieldToOthers } from '@leadlight/workflows';
import { systemClock, withStorage } from '../with-storage.ts';
import { pause } from './poll-storage.ts';

/** The job in which a worker does what is due for an org. */
export const DUE_WORK = 'due-work';

const INTERVAL_MS = HOUR_MS;
const PLAN_INTERVAL_MS = MINUTE_MS;
const SUPERVISE_INTERVAL_MS = 5 * SECOND_MS;
const IDLE_MS = SECOND_MS;
const RETRY_INTERVAL_MS = 30 * SECOND_MS;

export interface SharedSchedule {
  readonly folder: string;
  /** Read each minute, so that an org that is connected later is served, too. */
  orgs(storage: Storage): Promise<readonly string[]>;
  /** Does what is due for an org. @throws Error with the reason if nothing could be done */
  doDueWork(orgId: string, signal: AbortSignal): Promise<void>;
  /** Works on buckets of leads of a large org, whose run another process has started. */
  helpWithRuns(orgId: string, signal: AbortSignal): Promise<void>;
  log(line: string): void;
  /** How long a job of another org waits until a worker that helps with a large one stops for it. */
  readonly yieldAfterMs?: number;
}

/**
 * Shares the due work of all orgs with the other workers of this storage, until it is stopped. Each hour there is one job for
 * each org. Every worker does one after the other, and no job waits for a particular worker.
 */
export function startSharedSchedule({
  folder,
  orgs,
  doDueWork,
  helpWithRuns,
  log,
  yieldAfterMs = YIELD_AFTER_MS,
}: SharedSchedule): {
  stop(): Promise<void>;
} {
  const stopped = new AbortController();
  const { signal } = stopped;

  async function work(storage: Storage): Promise<void> {
    const ports = { ...storage, clock: systemClock };
    const plan = everyInterval(PLAN_INTERVAL_MS, async () =>
      planOrgJobs(ports, await orgs(storage), DUE_WORK, INTERVAL_MS),
    );
    const supervise = everyInterval(SUPERVISE_INTERVAL_MS, () => storage.jobQueue.supervise());
    while (!signal.aborted) {
      await plan();
      await supervise();
      let hasYielded = false;
      const ran = await runNextOrgJob(
        ports,
        async ({ orgId, step }, lost) => {
          if (!isHelpStep(step)) return doDueWork(orgId, lost);
          hasYielded = await yieldToOthers(storage, yieldAfterMs, lost, (stop) => helpWithRuns(orgId, stop));
        },
        signal,
      );
      if (ran && hasYielded) await storage.jobQueue.send(ran.job.orgId, ran.job.step);
      if (ran?.failure !== undefined && !signal.aborted)
        log(`${ran.job.orgId}: ${ran.job.step} failed: ${ran.failure}`);
      if (!ran) await pause(IDLE_MS, signal);
    }
  }

  const running = (async () => {
    while (!signal.aborted) {
      try {
        await withStorage(folder, work);
      } catch (error) {
        if (signal.aborted) return;
        log(`The shared schedule cannot work: ${(error as Error).message}`);
        await pause(RETRY_INTERVAL_MS, signal);
      }
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

/** Runs work at the first call, and then at calls that come at least this long after the last one that ran it. */
function everyInterval(intervalMs: number, work: () => Promise<unknown>): () => Promise<void> {
  let ranAt = -Infinity;
  return async () => {
    if (performance.now() - ranAt < intervalMs) return;
    ranAt = performance.now();
    await work();
  };
}
