import { prefetch } from '../prefetch.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { SalesforceError } from '../errors.ts';
import type { Row } from '../query/query.ts';
import type { BulkPosition } from '../extract/cursor.ts';
import { parseCsvRows } from './csv-rows.ts';
import type { RowPage } from '../extract/query-pages.ts';

interface ResultsPage {
  readonly rows: readonly Row[];
  /** Undefined on the last page. */
  readonly locator: string | undefined;
}

/**
 * The results of a finished query job from a position on, one page ahead of the reader. The pages end at a missing
 * locator, at the word `null`, or at a locator that was seen before.
 * @param expected rows in all, as the job says
 * @throws SalesforceError `rows_lost` where the pages do not add up to that
 */
export async function* readQueryResults(
  connection: SalesforceConnection,
  fields: readonly string[],
  from: BulkPosition,
  expected: number | undefined,
  maxRecords: number,
): AsyncGenerator<RowPage<BulkPosition>> {
  const seen = new Set<string | null>([from.locator]);
  const fetched = (locator: string | null) =>
    prefetch(fetchResultsPage(connection, fields, from.jobId, locator, maxRecords));
  let position = from;
  let coming = fetched(from.locator);
  for (;;) {
    const { rows, locator } = await coming;
    const isLast = locator === undefined || seen.has(locator);
    const total = position.rows + rows.length;
    if (isLast) {
      if (expected !== undefined && expected !== total) throw rowsLostError(from.jobId, expected, total);
      yield { rows, next: undefined };
      return;
    }
    seen.add(locator);
    coming = fetched(locator);
    position = { way: 'bulk', jobId: from.jobId, locator, rows: total };
    yield { rows, next: position };
  }
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
    const said = headers['sforce-numberofrecords'];
    if (said === undefined || Number(said) === rows.length) return { rows, locator: parseLocator(headers) };
    if (attempt === 2) throw rowsLostError(jobId, Number(said), rows.length);
  }
}

function parseLocator(headers: Readonly<Record<string, string>>): string | undefined {
  const locator = headers['sforce-locator'];
  return locator === undefined || locator === '' || locator === 'null' ? undefined : locator;
}

const rowsLostError = (jobId: string, expected: number, read: number): SalesforceError =>
  new SalesforceError('rows_lost', `Job ${jobId} announced ${expected} rows and delivered ${read}.`, {
    jobId,
    expected,
    read,
  });
