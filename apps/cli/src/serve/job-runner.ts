import { setTimeout as delay } from 'node:timers/promises';
import { SECOND_MS } from '@leadlight/common';
import { runNextJob, type JobEntry } from '@leadlight/workflows';
import { systemClock, withStorage } from '../with-storage.ts';
import { doJobWithCommands } from './job-commands.ts';
import type { JsonOutput } from './run-json-command.ts';
import type { ProgressMessage } from '../terminal/progress.ts';

const POLL_INTERVAL_MS = 2 * SECOND_MS;
const RETRY_INTERVAL_MS = 30 * SECOND_MS;

export interface JobRunner {
  readonly folder: string;
  /** Undefined: the only stored org. */
  readonly org: string | undefined;
  /** Runs a command of ours on the org, with --json. */
  run(args: readonly string[], onProgress: (progress: ProgressMessage['progress']) => void): Promise<JsonOutput>;
  log(line: string): void;
}

/** Does requested jobs of one org, one after the other, until it is stopped. A job that a stop interrupts stays for the next worker. */
export function startJobRunner(runner: JobRunner): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const running = (async () => {
    while (!stopped.signal.aborted) {
      try {
        await doJobs(runner, stopped.signal);
      } catch (error) {
        if (stopped.signal.aborted) return;
        runner.log(`Requested jobs cannot be done: ${(error as Error).message}`);
        await delay(RETRY_INTERVAL_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
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

/** Keeps storage open, because a query every two seconds is cheaper than opening it. */
const doJobs = ({ folder, org, run, log }: JobRunner, signal: AbortSignal): Promise<void> =>
  withStorage(folder, async (storage) => {
    const ports = { ...storage, clock: systemClock };
    while (!signal.aborted) {
      const orgId = org ?? (await storage.orgs.list())[0]?.orgId;
      if (orgId !== undefined) {
        await runNextJob(ports, orgId, async (job, report) => {
          log(`${job.kind} starts, requested by ${job.requestedBy} …`);
          const hasModel = (await storage.models.findActive(orgId)) !== undefined;
          const outcome = await doJobWithCommands(job.kind, hasModel, (...args) => run(args, report));
          log('failure' in outcome ? `${job.kind} failed: ${outcome.failure.message}` : `${describe(job)} is done.`);
          return outcome;
        });
      }
      await delay(POLL_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  });

const describe = ({ kind, id }: JobEntry): string => `${kind} (${id})`;
