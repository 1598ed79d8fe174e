import type { Clock, JobQueue, OrgJob, OrgSteps } from '../ports/index.ts';
import { CLAIM_EXPIRY_MS } from '../ports/index.ts';

export interface RunOrgJobPorts {
  readonly jobQueue: Pick<JobQueue, 'fetch' | 'touch' | 'complete' | 'fail' | 'supervise'>;
  readonly orgSteps: Pick<OrgSteps, 'save'>;
  readonly clock: Clock;
}

/** @param signal aborts where the job was cancelled or given to another worker, or this worker is stopped */
export type DoOrgJob = (job: OrgJob, signal: AbortSignal) => Promise<void>;

/**
 * Does the job that has waited longest, and says meanwhile that this worker is alive. The work itself must leave the event loop
 * free: it belongs in a process of its own.
 * @param stop the worker is stopped: the job is left to another one
 * @returns the job and, where it failed, why; undefined where none waits
 */
export async function runNextOrgJob(
  ports: RunOrgJobPorts,
  doJob: DoOrgJob,
  stop: AbortSignal,
  beatMs = CLAIM_EXPIRY_MS / 3,
): Promise<{ readonly job: OrgJob; readonly failure?: string } | undefined> {
  const { jobQueue, orgSteps, clock } = ports;
  const job = await jobQueue.fetch();
  if (!job) return undefined;
  const startedAt = clock.now();
  const lost = new AbortController();
  const beat = setInterval(() => void touch(jobQueue, job, lost), beatMs);
  // The work neither waits for this nor fails with it.
  const started = orgSteps
    .save(job.orgId, job.step, { startedAt, endedAt: null, failure: null })
    .catch(() => undefined);
  let failure: string | null = null;
  try {
    await doJob(job, AbortSignal.any([stop, lost.signal]));
  } catch (error) {
    failure = stop.aborted ? 'The worker was stopped.' : (error as Error).message;
  } finally {
    clearInterval(beat);
  }
  // Another worker has it, or nobody wants it.
  if (lost.signal.aborted) return { job, failure: 'The job was cancelled, or another worker has taken it over.' };
  await started;
  await Promise.all([
    orgSteps.save(job.orgId, job.step, { startedAt, endedAt: clock.now(), failure }),
    failure === null ? jobQueue.complete(job) : jobQueue.fail(job, failure),
  ]);
  return failure === null ? { job } : { job, failure };
}

async function touch(jobQueue: RunOrgJobPorts['jobQueue'], job: OrgJob, lost: AbortController): Promise<void> {
  try {
    if (!(await jobQueue.touch(job))) lost.abort(new Error('lost'));
    // Where every worker is busy, nobody else looks for the jobs of dead ones.
    await jobQueue.supervise();
  } catch {
    // Storage is away: the next sign of life may arrive in time.
  }
}
