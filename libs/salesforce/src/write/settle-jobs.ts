import type { WriteJob, WriteLease } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError, type SalesforceError } from '../errors.ts';
import { deleteJob, waitForJob, type JobWait } from '../bulk/query-job.ts';
import { abortJob, findJobState, ingestPath } from '../bulk/job-state.ts';

/**
 * Ends jobs that are in the ledger, so that none of them writes after what is sent next. One that has not begun is
 * aborted. One that runs is waited for: aborting it would not call back the batch that the org is working on. One that
 * outlasts the time-out is aborted all the same.
 * @returns what somebody should know, a sentence each
 * @throws SalesforceError where the org cannot be asked: the job stays in the ledger
 */
export async function settleJobs(
  connection: SalesforceConnection,
  left: readonly WriteJob[],
  { jobs, lost }: WriteLease,
  pacing: JobWait,
): Promise<readonly string[]> {
  const told: string[] = [];
  for (const job of left) {
    lost.throwIfAborted();
    const sentence = await settleJob(connection, job, pacing);
    if (sentence !== undefined) told.push(sentence);
    await jobs.remove(job.jobId);
  }
  return told;
}

async function settleJob(
  connection: SalesforceConnection,
  job: WriteJob,
  pacing: JobWait,
): Promise<string | undefined> {
  const path = ingestPath(job.jobId);
  try {
    const state = await findJobState(connection, path);
    if (state === undefined) return undefined;
    if (state === 'Open' || state === 'UploadComplete') await abortJob(connection, path);
    const sentence = await waitUntilEnded(connection, path, pacing);
    await deleteJob(connection, path);
    return sentence;
  } catch (error) {
    if (!isSalesforceError(error) || !hasSurelyEnded(error, job, pacing)) throw error;
    return `The org tells nothing of the job ${job.jobId} (${error.message}); it is old enough to have ended.`;
  }
}

async function waitUntilEnded(
  connection: SalesforceConnection,
  path: string,
  pacing: JobWait,
): Promise<string | undefined> {
  try {
    await waitForJob(connection, path, pacing);
    return undefined;
  } catch (error) {
    if (!isSalesforceError(error, 'job_failed', 'job_timeout', 'field_missing')) throw error;
    if (error.code !== 'job_timeout') return undefined;
    await abortJob(connection, path);
    return `The job ${path} of a writer before outlasted the time-out and was aborted. What it still wrote over newer scores, the next check of written scores finds.`;
  }
}

/** Another user may not see the job; for ever waiting for it would stop all writing. */
const hasSurelyEnded = (
  { code }: SalesforceError,
  { openedAt: notedAt }: WriteJob,
  { now, timeoutMs }: JobWait,
): boolean => (code === 'request_refused' || code === 'permission_missing') && now() - notedAt > timeoutMs;
