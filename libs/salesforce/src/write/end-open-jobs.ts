import type { WriteJob, WriteClaim } from '@leadlight/workflows';
import { abortJob, deleteJob, findJobState, waitForJob, type JobWait } from '../bulk/job.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError, type SalesforceError } from '../errors.ts';
import { ingestPath } from './ingest-job.ts';

/**
 * Ends the jobs in the ledger, so that none of them overwrites what is sent next. A job that has not started is aborted. A
 * running job is waited for, because aborting it would not stop the batch that the org is processing; if it exceeds the
 * timeout, it is aborted as well.
 * @returns one sentence for each job that an operator should know about
 * @throws SalesforceError where the org does not report the state of a job; that job stays in the ledger
 */
export async function endOpenJobs(
  connection: SalesforceConnection,
  openJobs: readonly WriteJob[],
  { jobs, lost }: WriteClaim,
  wait: JobWait,
): Promise<readonly string[]> {
  const messages: string[] = [];
  for (const job of openJobs) {
    lost.throwIfAborted();
    const message = await endJob(connection, job, wait);
    if (message !== undefined) messages.push(message);
    await jobs.remove(job.jobId);
  }
  return messages;
}

async function endJob(connection: SalesforceConnection, job: WriteJob, wait: JobWait): Promise<string | undefined> {
  const path = ingestPath(job.jobId);
  try {
    const state = await findJobState(connection, path);
    if (state === undefined) return undefined;
    if (state === 'Open' || state === 'UploadComplete') await abortJob(connection, path);
    const message = await waitUntilEnded(connection, path, wait);
    await deleteJob(connection, path);
    return message;
  } catch (error) {
    if (!isSalesforceError(error) || !hasSurelyEnded(error, job, wait)) throw error;
    return `The org does not report the state of the job ${job.jobId} (${error.message}); it is old enough to have ended.`;
  }
}

async function waitUntilEnded(
  connection: SalesforceConnection,
  path: string,
  wait: JobWait,
): Promise<string | undefined> {
  try {
    await waitForJob(connection, path, wait);
    return undefined;
  } catch (error) {
    if (!isSalesforceError(error, 'job_failed', 'job_timeout', 'field_missing')) throw error;
    if (error.code !== 'job_timeout') return undefined;
    await abortJob(connection, path);
    return `The job ${path} of an earlier writer exceeded the timeout and was aborted. The next check of written scores corrects newer scores that it overwrote.`;
  }
}

/** Another user may not be allowed to see the job; waiting for it forever would stop all writing. */
const hasSurelyEnded = ({ code }: SalesforceError, { ageMs }: WriteJob, { timeoutMs }: JobWait): boolean =>
  (code === 'request_rejected' || code === 'permission_missing') && ageMs > timeoutMs;
