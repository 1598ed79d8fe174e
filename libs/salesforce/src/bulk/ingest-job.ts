import type { JobLedger } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { expectObject, expectText } from '../connection/json.ts';
import { isSalesforceError } from '../errors.ts';
import { parseCsvRows } from './csv-rows.ts';
import { deleteJob, waitForJob, type JobWait } from './query-job.ts';
import { toCsv } from './to-csv.ts';
import { abortJob, findJobState, ingestPath } from './job-state.ts';
import type { RecordResult } from '../write/record-result.ts';
import type { WriteRecord, WriteTarget } from '../write/target.ts';

/** Records of one job, one of Salesforce's own batches; the whole file is in memory while it is sent. */
export const MAX_INGEST_SIZE = 10_000;

const SUCCESS: RecordResult = { success: true, errorCode: '', message: '' };
const UNPROCESSED: RecordResult = {
  success: false,
  errorCode: 'PROCESSING_HALTED',
  message: 'not processed by the job',
};

/**
 * Writes records by a Bulk 2.0 job. It stands in the ledger from before it may begin until it is known to have ended: one
 * that a kill, or an org that went away, leaves behind is ended by `settleJobs` before anything newer is written. One that
 * takes too long is aborted.
 * @returns results in the order of the records
 * @throws SalesforceError `job_failed`, `job_timeout`
 */
export async function writeByJob(
  connection: SalesforceConnection,
  target: WriteTarget,
  records: readonly WriteRecord[],
  pacing: JobWait,
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
  await waitOrAbort(connection, path, pacing);
  // Whatever neither failed nor was left over went through: its rows need not be fetched.
  const refused = await readFailures(connection, path, target);
  await deleteJob(connection, path);
  await jobs.remove(jobId);
  return records.map((record) => refused.get(String(record[target.key])) ?? SUCCESS);
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
    // A second empty job does no harm.
    repeatable: true,
  });
  return expectText(expectObject(job, 'An ingest job'), 'id', 'An ingest job');
}

/** Where the answer was lost the org refuses the repeated request, because the job has begun. */
async function startJob(connection: SalesforceConnection, path: string): Promise<void> {
  try {
    await connection.json({ method: 'PATCH', path, body: { state: 'UploadComplete' }, repeatable: true });
  } catch (error) {
    if (!isSalesforceError(error, 'request_refused')) throw error;
    const state = await findJobState(connection, path);
    if (state === undefined || state === 'Open' || state === 'Aborted') throw error;
  }
}

async function waitOrAbort(connection: SalesforceConnection, path: string, pacing: JobWait): Promise<void> {
  try {
    await waitForJob(connection, path, pacing);
  } catch (error) {
    if (isSalesforceError(error, 'job_timeout')) await abortJob(connection, path);
    throw error;
  }
}

async function readFailures(connection: SalesforceConnection, path: string, { key }: WriteTarget) {
  const refused = new Map<string, RecordResult>();
  const rowsAt = async (results: string, fields: readonly string[]) =>
    parseCsvRows((await connection.request({ method: 'GET', path: `${path}/${results}` })).body, fields);
  for (const row of await rowsAt('unprocessedrecords', [key])) refused.set(String(row[key]), UNPROCESSED);
  for (const row of await rowsAt('failedResults', [key, 'sf__Error']))
    refused.set(String(row[key]), parseFailure(String(row.sf__Error)));
  return refused;
}

/** `UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--` */
function parseFailure(error: string): RecordResult {
  const [errorCode = '', ...words] = error.split(':');
  return { success: false, errorCode, message: words.join(':').replace(/:?--$/, '') };
}
