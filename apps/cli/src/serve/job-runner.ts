import { SECOND_MS } from '@leadlight/common';
import type { Storage } from '@leadlight/storage';
import { runNextJob, unscoredActivations, type ActivePropensityModel, type JobEntry } from '@leadlight/workflows';
import { systemClock } from '../with-storage.ts';
import { doJobWithCommands, trainPropensityWithCommands, type RunCommand } from './job-commands.ts';
import { pollStorage } from './poll-storage.ts';
import type { JsonOutput } from './run-json-command.ts';
import type { ProgressMessage } from '../terminal/progress.ts';

export const JOB_POLL_INTERVAL_MS = 2 * SECOND_MS;
const RETRY_INTERVAL_MS = 30 * SECOND_MS;

export interface JobRunner {
  readonly folder: string;
  /** Undefined: the only stored org. */
  readonly org: string | undefined;
  /** Runs a command of ours on the org, with --json. */
  run(args: readonly string[], onProgress: (progress: ProgressMessage['progress']) => void): Promise<JsonOutput>;
  log(line: string): void;
}

/**
 * Does requested jobs of one org, one after the other, and scores with propensity models that were activated, until it is
 * stopped. A job that a stop interrupts stays for the next worker.
 */
export function startJobRunner({ folder, org, run, log }: JobRunner): { stop(): Promise<void> } {
  const tried = new Set<string>();
  return pollStorage({
    ...{ folder, org, intervalMs: JOB_POLL_INTERVAL_MS, retryMs: RETRY_INTERVAL_MS },
    onError: (message) => log(`Requested jobs cannot be done: ${message}`),
    work: (storage, orgId) => doRequestedJobs(storage, orgId, { run, log }, tried),
  });
}

/** @param tried models that were scored with by this process: one without any record to score is not tried again and again */
export async function doRequestedJobs(
  storage: Storage,
  orgId: string,
  { run, log }: Pick<JobRunner, 'run' | 'log'>,
  tried: Set<string>,
): Promise<void> {
  await runNextJob({ ...storage, clock: systemClock }, orgId, async (job, report) => {
    log(`${describeKind(job)} starts, requested by ${job.requestedBy} …`);
    const hasModel = (await storage.models.findActive(orgId)) !== undefined;
    const command: RunCommand = (...args) => run(args, report);
    const outcome =
      job.propensityId === null
        ? await doJobWithCommands(job.kind, hasModel, command)
        : await trainPropensityWithCommands(job.propensityId, command);
    log('failure' in outcome ? `${describeKind(job)} failed: ${outcome.failure.message}` : `${describe(job)} is done.`);
    return outcome;
  });
  for (const { propensityId, modelId } of await unscoredActivations(storage, orgId)) {
    const key = activationKey({ orgId, propensityId, modelId });
    if (tried.has(key)) continue;
    tried.add(key);
    log(`A model of ${propensityId} was activated; its records are scored …`);
    const { error } = await run(['score', '--propensity', propensityId], () => undefined);
    log(error ? `They are not scored: ${error.message}` : `The records of ${propensityId} are scored.`);
  }
}

export const activationKey = ({ orgId, propensityId, modelId }: ActivePropensityModel): string =>
  `${orgId}/${propensityId}/${modelId}`;

const describeKind = ({ kind, propensityId }: JobEntry): string =>
  propensityId === null ? kind : `${kind} of ${propensityId}`;
const describe = (job: JobEntry): string => `${describeKind(job)} (${job.id})`;
