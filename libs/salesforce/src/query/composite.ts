import { expectNumber, expectObject, expectObjects } from '../connection/json.ts';
import { requestError } from '../connection/request-error.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { parseQueryResult, readPagesFrom, type QueryResult, type Row } from './query.ts';
import { toSoql, type SoqlQuery } from './soql.ts';

/** The most queries in one composite request, which counts as one API call. */
export const MAX_QUERIES_PER_CALL = 5;
const CONTEXT = 'A composite response';

/**
 * First pages of queries over all rows, including deleted and archived ones, in as few API calls as possible. Each query
 * runs at a moment of its own.
 * @returns in the order of the queries
 * @throws SalesforceError of the first rejected query
 */
export async function queryAllFirstPages(
  connection: SalesforceConnection,
  queries: readonly SoqlQuery[],
): Promise<readonly QueryResult[]> {
  const results: QueryResult[] = [];
  for (let start = 0; start < queries.length; start += MAX_QUERIES_PER_CALL) {
    results.push(...(await sendComposite(connection, queries.slice(start, start + MAX_QUERIES_PER_CALL))));
  }
  return results;
}

/** The same with every row: later pages are calls of their own. @throws SalesforceError */
export async function queryAllRowsBatched(
  connection: SalesforceConnection,
  queries: readonly SoqlQuery[],
): Promise<readonly (readonly Row[])[]> {
  const firstPages = await queryAllFirstPages(connection, queries);
  return Promise.all(
    firstPages.map(async ({ rows, nextRecordsUrl }) =>
      nextRecordsUrl === undefined ? rows : [...rows, ...(await readPagesFrom(connection, nextRecordsUrl))],
    ),
  );
}

async function sendComposite(
  connection: SalesforceConnection,
  queries: readonly SoqlQuery[],
): Promise<readonly QueryResult[]> {
  const base = `/services/data/v${connection.apiVersion}/queryAll?q=`;
  const compositeRequest = queries.map((query, index) => ({
    method: 'GET',
    url: base + encodeURIComponent(toSoql(query)),
    referenceId: `q${index}`,
  }));
  const body = { allOrNone: false, compositeRequest };
  const response = await connection.json({ method: 'POST', path: '/composite', body, repeatable: true });
  const parts = expectObjects(expectObject(response, CONTEXT).compositeResponse, CONTEXT);
  return queries.map(({ object }, index) => {
    const part = expectObject(
      parts.find(({ referenceId }) => referenceId === `q${index}`),
      CONTEXT,
    );
    const status = expectNumber(part, 'httpStatusCode', CONTEXT);
    if (status >= 300) throw requestError(`Query of ${object}`, status, JSON.stringify(part.body ?? ''));
    return parseQueryResult(part.body);
  });
}
