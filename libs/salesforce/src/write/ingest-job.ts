import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { objectOf, textOf } from '../connection/answer.ts';
import { isSalesforceError } from '../errors.ts';
import { rowsOfCsv } from '../extract/csv-page.ts';
import { deleteJob, waitForJob, type JobPacing } from '../extract/query-job.ts';
import { csvOf } from './csv.ts';
import type { RecordResult } from './record-result.ts';
import type { OutRecord, Target } from './target.ts';

/** Records of one job, one of Salesforce's own batches; the whole file is in memory while it is sent. */
export const INGEST_SIZE = 10_000;

const SUCCESS: RecordResult = { success: true, errorCode: '', message: '' };
const UNPROCESSED: RecordResult = {
  success: false,
  errorCode: 'PROCESSING_HALTED',
  message: 'not processed by the job',
};

/**
 * Writes records by a Bulk 2.0 job. One that takes too long is aborted, so that it cannot write after a newer one. One
 * that a kill leaves behind is not known to the next process: the org may still run it then, and where it ends after a
 * newer job, a lead keeps the older score until its score differs from the newer one.
 * @returns results in the order of the records
 * @throws SalesforceError `job_failed`, `job_timeout`
 */
export async function writeByJob(
  connection: SalesforceConnection,
  target: Target,
  records: readonly OutRecord[],
  pacing: JobPacing,
): Promise<readonly RecordResult[]> {
  const path = await openJob(connection, target);
  await connection.request({
    method: 'PUT',
    path: `${path}/batches`,
    body: csvOf(records),
    headers: { 'content-type': 'text/csv; charset=UTF-8' },
  });
  await connection.json({ method: 'PATCH', path, body: { state: 'UploadComplete' }, repeatable: true });
  await waitOrAbort(connection, path, pacing);
  // Whatever neither failed nor was left over went through: its rows need not be fetched.
  const refused = await refusedRecords(connection, path, target);
  await deleteJob(connection, path);
  return records.map((record) => refused.get(String(record[target.key])) ?? SUCCESS);
}

async function waitOrAbort(connection: SalesforceConnection, path: string, pacing: JobPacing): Promise<void> {
  try {
    await waitForJob(connection, path, pacing);
  } catch (error) {
    if (isSalesforceError(error, 'job_timeout')) await abort(connection, path);
    throw error;
  }
}

async function abort(connection: SalesforceConnection, path: string): Promise<void> {
  try {
    await connection.json({ method: 'PATCH', path, body: { state: 'Aborted' }, repeatable: true });
  } catch (error) {
    // It may have ended just now; that it took too long is what is told.
    if (!isSalesforceError(error)) throw error;
  }
}

async function openJob(connection: SalesforceConnection, { object, key }: Target): Promise<string> {
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
  return `/jobs/ingest/${textOf(objectOf(job, 'An ingest job'), 'id', 'An ingest job')}`;
}

async function refusedRecords(connection: SalesforceConnection, path: string, { key }: Target) {
  const refused = new Map<string, RecordResult>();
  const rowsAt = async (results: string, fields: readonly string[]) =>
    rowsOfCsv((await connection.request({ method: 'GET', path: `${path}/${results}` })).body, fields);
  for (const row of await rowsAt('unprocessedrecords', [key])) refused.set(String(row[key]), UNPROCESSED);
  for (const row of await rowsAt('failedResults', [key, 'sf__Error']))
    refused.set(String(row[key]), resultOf(String(row.sf__Error)));
  return refused;
}

/** `UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--` */
function resultOf(error: string): RecordResult {
  const [errorCode = '', ...words] = error.split(':');
  return { success: false, errorCode, message: words.join(':').replace(/:?--$/, '') };
}
