import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { Timing } from '../connection/timing.ts';
import { findText, expectObject, expectText } from '../connection/json.ts';
import { isSalesforceError, SalesforceError } from '../errors.ts';

/** How long a job may take, and how often it is asked. */
export interface JobWait {
  readonly timing: Timing;
  readonly timeoutMs: number;
  readonly now: () => number;
}

const MIN_POLL_MS = 200;
const MAX_POLL_MS = 5_000;
/** A job is noticed late by this share of the time it took, at most. */
const POLL_SHARE_OF_WAIT = 0.15;

/** Opens a Bulk 2.0 query over all rows, deleted and archived ones too. @returns the job's id @throws SalesforceError */
export async function openQueryJob(connection: SalesforceConnection, soql: string): Promise<string> {
  const job = await connection.json({
    method: 'POST',
    path: '/jobs/query',
    body: { operation: 'queryAll', query: soql, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' },
    // A second job does no harm but its cost; the first one's results expire by themselves.
    repeatable: true,
  });
  return expectText(expectObject(job, 'A query job'), 'id', 'A query job');
}

/**
 * Waits for the job. jsforce's own poll gives up after 30 seconds and keeps the org's words for a failure to itself.
 * @returns how many rows the org says the job found; undefined where it does not say
 * @throws SalesforceError `job_failed`, `job_timeout`, `field_missing`
 */
export async function waitForJob(
  connection: SalesforceConnection,
  path: string,
  how: JobWait,
): Promise<number | undefined> {
  const end = how.now() + how.timeoutMs;
  for (let waitedMs = 0; ;) {
    const job = expectObject(await connection.json({ method: 'GET', path }), 'A job');
    const state = expectText(job, 'state', 'A job');
    if (state === 'JobComplete')
      return typeof job.numberRecordsProcessed === 'number' ? job.numberRecordsProcessed : undefined;
    if (state === 'Failed' || state === 'Aborted') throw jobError(path, state, findText(job, 'errorMessage') ?? '');
    if (how.now() >= end)
      throw new SalesforceError('job_timeout', `The job ${path} was still ${state}.`, { path, state });
    const pollMs = Math.min(MAX_POLL_MS, Math.max(MIN_POLL_MS, waitedMs * POLL_SHARE_OF_WAIT));
    await how.timing.sleep(pollMs);
    waitedMs += pollMs;
  }
}

function jobError(path: string, state: string, words: string): SalesforceError {
  const field = /No such column '([^']+)'/.exec(words)?.[1];
  const facts = { path, state, message: words, ...(field && { field }) };
  return new SalesforceError(field ? 'field_missing' : 'job_failed', `The job ${path}: ${state}: ${words}`, facts);
}

/** Takes a job's results off the org: they hold personal data and are not needed any more. */
export async function deleteJob(connection: SalesforceConnection, path: string): Promise<void> {
  try {
    await connection.request({ method: 'DELETE', path });
  } catch (error) {
    // It expires by itself after seven days.
    if (!isSalesforceError(error)) throw error;
  }
}
