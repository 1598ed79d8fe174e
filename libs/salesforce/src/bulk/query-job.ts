import { expectObject, expectText } from '../connection/json.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { SalesforceError } from '../errors.ts';
import { prefetch } from '../prefetch.ts';
import type { Row } from '../query/query.ts';
import { toSoql, type SoqlQuery } from '../query/soql.ts';
import { parseCsvRows } from './csv-rows.ts';
import { deleteJob, waitForJob, type JobWait } from './job.ts';

/** Before the results page `locator` (null = the first) of a query job. */
export interface JobPosition {
  readonly kind: 'job';
  readonly jobId: string;
  readonly locator: string | null;
  /** Rows on earlier pages. */
  readonly rows: number;
}

/**
 * Opens a Bulk API 2.0 query over all rows, including deleted and archived ones.
 * @returns the position of its first page
 * @throws SalesforceError
 */
export async function openQueryJob(connection: SalesforceConnection, query: SoqlQuery): Promise<JobPosition> {
  const job = await connection.json({
    method: 'POST',
    path: '/jobs/query',
    body: {
      operation: 'queryAll',
      query: toSoql(query),
      contentType: 'CSV',
      columnDelimiter: 'COMMA',
      lineEnding: 'LF',
    },
    // A second job only costs time; the results of the first one expire.
    repeatable: true,
  });
  return {
    kind: 'job',
    jobId: expectText(expectObject(job, 'A query job'), 'id', 'A query job'),
    locator: null,
    rows: 0,
  };
}

interface ResultsPage {
  readonly rows: readonly Row[];
  /** Undefined on the last page. */
  readonly locator: string | undefined;
}

/**
 * Waits for a query job, reads its results from a position on, and deletes it. The next page is prefetched. The pages end
 * at a missing locator, at the word `null`, or at a locator that occurred before.
 * @param fields select paths of the query
 * @throws SalesforceError `rows_lost` where the pages do not add up to the number of rows that the job reports
 */
export async function* readQueryJob(
  connection: SalesforceConnection,
  fields: readonly string[],
  start: JobPosition,
  maxRecords: number,
  wait: JobWait,
): AsyncGenerator<{ readonly rows: readonly Row[]; readonly next: JobPosition | undefined }> {
  const { jobId } = start;
  const path = `/jobs/query/${jobId}`;
  const expected = await waitForJob(connection, path, wait);
  const seen = new Set<string | null>([start.locator]);
  const fetchPage = (locator: string | null) =>
    prefetch(fetchResultsPage(connection, fields, jobId, locator, maxRecords));
  let readRows = start.rows;
  let nextPage = fetchPage(start.locator);
  for (;;) {
    const { rows, locator } = await nextPage;
    readRows += rows.length;
    if (locator === undefined || seen.has(locator)) {
      if (expected !== undefined && expected !== readRows) throw rowsLostError(jobId, expected, readRows);
      yield { rows, next: undefined };
      break;
    }
    seen.add(locator);
    nextPage = fetchPage(locator);
    yield { rows, next: { kind: 'job', jobId, locator, rows: readRows } };
  }
  await deleteJob(connection, path);
}

async function fetchResultsPage(
  connection: SalesforceConnection,
  fields: readonly string[],
  jobId: string,
  locator: string | null,
  maxRecords: number,
): Promise<ResultsPage> {
  const query = new URLSearchParams({ maxRecords: String(maxRecords), ...(locator !== null && { locator }) });
  const path = `/jobs/query/${jobId}/results?${query}`;
  for (let attempt = 1; ; attempt++) {
    const { headers, body } = await connection.request({ method: 'GET', path, headers: { accept: 'text/csv' } });
    const rows = parseCsvRows(body, fields);
    const announced = headers['sforce-numberofrecords'];
    if (announced === undefined || Number(announced) === rows.length) return { rows, locator: parseLocator(headers) };
    if (attempt === 2) throw rowsLostError(jobId, Number(announced), rows.length);
  }
}

function parseLocator(headers: Readonly<Record<string, string>>): string | undefined {
  const locator = headers['sforce-locator'];
  return locator === undefined || locator === '' || locator === 'null' ? undefined : locator;
}

const rowsLostError = (jobId: string, expected: number, read: number) =>
  new SalesforceError('rows_lost', { jobId, expected, read });
