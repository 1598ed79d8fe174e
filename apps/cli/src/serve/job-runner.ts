import { SECOND_MS } from '@leadlight/common';
import { runNextJob, type JobEntry } from '@leadlight/workflows';
import { systemClock } from '../with-storage.ts';
import { doJobWithCommands } from './job-commands.ts';
import { pollStorage } from './poll-storage.ts';
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
export const startJobRunner = ({ folder, org, run, log }: JobRunner): { stop(): Promise<void> } =>
  pollStorage({
    ...{ folder, org, intervalMs: POLL_INTERVAL_MS, retryMs: RETRY_INTERVAL_MS },
    onError: (message) => log(`Requested jobs cannot be done: ${message}`),
    async work(storage, orgId) {
      await runNextJob({ ...storage, clock: systemClock }, orgId, async (job, report) => {
        log(`${job.kind} starts, requested by ${job.requestedBy} …`);
        const hasModel = (await storage.models.findActive(orgId)) !== undefined;
        const outcome = await doJobWithCommands(job.kind, hasModel, (...args) => run(args, report));
        log('failure' in outcome ? `${job.kind} failed: ${outcome.failure.message}` : `${describe(job)} is done.`);
        return outcome;
      });
    },
  });

const describe = ({ kind, id }: JobEntry): string => `${kind} (${id})`;
