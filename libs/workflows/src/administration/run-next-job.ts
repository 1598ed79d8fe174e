import type { JobProgress } from '@leadlight/contract';
import type { Clock, JobEntry, JobOutcome, JobStore, JobClaims } from '../ports/index.ts';
import { unlessInProgress, withJob } from '../with-job.ts';

/** A job whose worker was killed this often is not started again. */
const MAX_ATTEMPTS = 3;

export interface RunJobPorts {
  readonly jobs: JobStore;
  readonly claims: JobClaims;
  readonly clock: Clock;
}

/** Does a job. @throws where the worker is stopped: the job is then left for the next worker */
export type DoJob = (job: JobEntry, report: (progress: JobProgress) => void) => Promise<JobOutcome>;

/**
 * Does the job that waits, or that a killed worker left, if there is one.
 * @returns whether there was one
 */
export async function runNextJob(ports: RunJobPorts, orgId: string, doJob: DoJob): Promise<boolean> {
  const { jobs, claims } = ports;
  if (!(await jobs.findOpen(orgId))) return false;
  const done = await unlessInProgress(() =>
    withJob(claims, orgId, 'job', async () => {
      const job = await jobs.findOpen(orgId);
      if (job) await runJob(ports, orgId, job, doJob);
      return job !== undefined;
    }),
  );
  return done ?? false;
}

async function runJob({ jobs, clock }: RunJobPorts, orgId: string, job: JobEntry, doJob: DoJob): Promise<void> {
  const attempt = await jobs.begin(orgId, job.id, clock.now());
  if (attempt > MAX_ATTEMPTS) {
    const message = `Its worker ended ${MAX_ATTEMPTS} times before it was done: see the worker's log, for example for lack of memory.`;
    return jobs.end(orgId, job.id, attempt, { failure: { code: 'job_interrupted', message } }, clock.now());
  }
  // Progress that cannot be stored is not worth a failure; the end is.
  let reported: Promise<void> = Promise.resolve();
  const report = (progress: JobProgress) => {
    reported = reported.then(() => jobs.report(orgId, job.id, attempt, progress)).catch(() => undefined);
  };
  const outcome = await doJob(job, report);
  await reported;
  await jobs.end(orgId, job.id, attempt, outcome, clock.now());
}
