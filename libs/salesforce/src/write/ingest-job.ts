import { stringify } from 'csv-stringify/sync';
import type { JobLedger } from '@leadlight/workflows';
import { parseCsvRows } from '../bulk/csv-rows.ts';
import { abortJob, deleteJob, findJobState, waitForJob, type JobWait } from '../bulk/job.ts';
import { expectObject, expectText } from '../connection/json.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import type { RecordResult } from './record-result.ts';
import type { WriteRecord, WriteTarget } from './target.ts';

/** The most records of one job, which are one batch of Salesforce. The whole file is in memory while it is sent. */
export const MAX_INGEST_SIZE = 10_000;

const SUCCESS: RecordResult = { success: true, errorCode: '', message: '' };
const UNPROCESSED: RecordResult = {
  success: false,
  errorCode: 'PROCESSING_HALTED',
  message: 'not processed by the job',
};

export const ingestPath = (jobId: string): string => `/jobs/ingest/${jobId}`;

/**
 * Writes records by a Bulk API 2.0 job. The job is in the ledger from before it may start until it has certainly ended:
 * `endOpenJobs` ends a job that a killed process or an unavailable org left behind, before anything newer is written. A job
 * that takes too long is aborted.
 * @returns results in the order of the records
 * @throws SalesforceError `job_failed`, `job_timeout`
 */
export async function writeByJob(
  connection: SalesforceConnection,
  target: WriteTarget,
  records: readonly WriteRecord[],
  wait: JobWait,
  jobs: JobLedger,
): Promise<readonly RecordResult[]> {
  const jobId = await openIngestJob(connection, target);
  await jobs.add(jobId);
  const path = ingestPath(jobId);
  await connection.request({
    method: 'PUT',
    path: `${path}/batches`,
    body: toCsv(records),
    headers: { 'content-type': 'text/csv; charset=UTF-8' },
  });
  await startJob(connection, path);
  await waitOrAbort(connection, path, wait);
  // Records that neither failed nor were left unprocessed were written, so the successful rows are not fetched.
  const failures = await readFailures(connection, path, target);
  await deleteJob(connection, path);
  await jobs.remove(jobId);
  return records.map((record) => failures.get(String(record[target.key])) ?? SUCCESS);
}

async function openIngestJob(connection: SalesforceConnection, { object, key }: WriteTarget): Promise<string> {
  const job = await connection.json({
    method: 'POST',
    path: '/jobs/ingest',
    body: {
      object,
      contentType: 'CSV',
      lineEnding: 'LF',
      ...(key === 'Id' ? { operation: 'update' } : { operation: 'upsert', externalIdFieldName: key }),
    },
    // A second, empty job is harmless.
    repeatable: true,
  });
  return expectText(expectObject(job, 'An ingest job'), 'id', 'An ingest job');
}

/** All records have the columns of the first. `#N/A` empties a field, an empty cell would keep its old value. */
const toCsv = (records: readonly WriteRecord[]): string =>
  stringify(
    records.map((record) => Object.values(record).map((value) => String(value ?? '#N/A'))),
    { header: true, columns: Object.keys(records[0] ?? {}), quoted: true, quoted_empty: true },
  );

/** If the response was lost, the org rejects the repeated request because the job has started. */
async function startJob(connection: SalesforceConnection, path: string): Promise<void> {
  try {
    await connection.json({ method: 'PATCH', path, body: { state: 'UploadComplete' }, repeatable: true });
  } catch (error) {
    if (!isSalesforceError(error, 'request_rejected')) throw error;
    const state = await findJobState(connection, path);
    if (state === undefined || state === 'Open' || state === 'Aborted') throw error;
  }
}

async function waitOrAbort(connection: SalesforceConnection, path: string, wait: JobWait): Promise<void> {
  try {
    await waitForJob(connection, path, wait);
  } catch (error) {
    if (isSalesforceError(error, 'job_timeout')) await abortJob(connection, path);
    throw error;
  }
}

async function readFailures(connection: SalesforceConnection, path: string, { key }: WriteTarget) {
  const failures = new Map<string, RecordResult>();
  const readRows = async (resource: string, fields: readonly string[]) =>
    parseCsvRows((await connection.request({ method: 'GET', path: `${path}/${resource}` })).body, fields);
  for (const row of await readRows('unprocessedrecords', [key])) failures.set(String(row[key]), UNPROCESSED);
  for (const row of await readRows('failedResults', [key, 'sf__Error']))
    failures.set(String(row[key]), parseFailure(String(row.sf__Error)));
  return failures;
}

/** `UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--` */
function parseFailure(error: string): RecordResult {
  const [errorCode = '', ...message] = error.split(':');
  return { success: false, errorCode, message: message.join(':').replace(/:?--$/, '') };
}
