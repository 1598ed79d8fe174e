import { expectObject, expectText, findText } from '../connection/json.ts';
import { findMissingField } from '../connection/request-error.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { Timing } from '../connection/timing.ts';
import { isNotFound, isSalesforceError, SalesforceError } from '../errors.ts';

/** How to wait for a job. */
export interface JobWait {
  readonly timing: Timing;
  readonly timeoutMs: number;
  readonly now: () => number;
}

/** A small job is complete in less than the regular interval. */
const FIRST_POLL_MS = 50;
const MIN_POLL_MS = 200;
const MAX_POLL_MS = 5_000;
/** The end of a job is noticed late by at most this share of its duration. */
const POLL_SHARE_OF_WAIT = 0.15;

/**
 * Waits until the job is complete. jsforce's own poll gives up after 30 seconds and hides the org's message about a
 * failure.
 * @returns the number of rows that the org reports; undefined where it reports none
 * @throws SalesforceError `job_failed`, `job_timeout`, `field_missing`
 */
export async function waitForJob(
  connection: SalesforceConnection,
  path: string,
  { timing, timeoutMs }: JobWait,
): Promise<number | undefined> {
  const deadlineMs = timing.elapsedMs() + timeoutMs;
  for (let waitedMs = 0; ;) {
    const job = expectObject(await connection.json({ method: 'GET', path }), 'A job');
    const state = expectText(job, 'state', 'A job');
    if (state === 'JobComplete')
      return typeof job.numberRecordsProcessed === 'number' ? job.numberRecordsProcessed : undefined;
    if (state === 'Failed' || state === 'Aborted') throw jobError(path, state, findText(job, 'errorMessage') ?? '');
    if (timing.elapsedMs() >= deadlineMs) throw new SalesforceError('job_timeout', { path, state });
    const pollMs = Math.min(
      MAX_POLL_MS,
      Math.max(Math.min(MIN_POLL_MS, FIRST_POLL_MS + waitedMs), waitedMs * POLL_SHARE_OF_WAIT),
    );
    await timing.sleep(pollMs);
    waitedMs += pollMs;
  }
}

function jobError(path: string, state: string, message: string): SalesforceError {
  const field = findMissingField(message);
  const facts = { request: `The job ${path}`, errorCode: state, message };
  return field === undefined
    ? new SalesforceError('job_failed', facts)
    : new SalesforceError('field_missing', { ...facts, field });
}

/** @returns undefined where the org does not know the job: it was deleted, or is older than a week @throws SalesforceError */
export async function findJobState(connection: SalesforceConnection, path: string): Promise<string | undefined> {
  try {
    return expectText(expectObject(await connection.json({ method: 'GET', path }), 'A job'), 'state', 'A job');
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** A job that has just ended cannot be aborted, which is no error. @throws SalesforceError */
export async function abortJob(connection: SalesforceConnection, path: string): Promise<void> {
  try {
    await connection.json({ method: 'PATCH', path, body: { state: 'Aborted' }, repeatable: true });
  } catch (error) {
    if (!isSalesforceError(error, 'request_rejected')) throw error;
  }
}

/** Deletes a job with its results, which are personal data that is no longer needed. */
export async function deleteJob(connection: SalesforceConnection, path: string): Promise<void> {
  try {
    await connection.request({ method: 'DELETE', path });
  } catch (error) {
    // The org deletes it after seven days.
    if (!isSalesforceError(error)) throw error;
  }
}
