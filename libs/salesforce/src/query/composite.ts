import { expectObjects, expectNumber, expectObject } from '../connection/json.ts';
import { requestError } from '../connection/request-error.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { parseQueryResult, readPagesFrom, type QueryResult, type Row } from './query.ts';
import { toSoql, type SoqlQuery } from './soql.ts';

/** A composite request takes at most so many queries, and counts as one API call. */
export const MAX_QUERIES_PER_CALL = 5;

/**
 * First pages of queries over all rows, deleted and archived ones too, in as few API calls as they fit into. Each is asked
 * for itself, at its own moment.
 * @returns in the order of the queries
 * @throws SalesforceError; of queries that are refused, what is said of the first
 */
export async function queryAllFirstPages(
  connection: SalesforceConnection,
  selects: readonly SoqlQuery[],
): Promise<readonly QueryResult[]> {
  const answers: QueryResult[] = [];
  for (let start = 0; start < selects.length; start += MAX_QUERIES_PER_CALL) {
    answers.push(...(await sendComposite(connection, selects.slice(start, start + MAX_QUERIES_PER_CALL))));
  }
  return answers;
}

/** The same with every row: later pages are calls of their own. @throws SalesforceError */
export async function queryAllRowsBatched(
  connection: SalesforceConnection,
  selects: readonly SoqlQuery[],
): Promise<readonly (readonly Row[])[]> {
  const firstPages = await queryAllFirstPages(connection, selects);
  return Promise.all(
    firstPages.map(async ({ rows, nextRecordsUrl }) =>
      nextRecordsUrl === undefined ? rows : [...rows, ...(await readPagesFrom(connection, nextRecordsUrl))],
    ),
  );
}

async function sendComposite(
  connection: SalesforceConnection,
  selects: readonly SoqlQuery[],
): Promise<readonly QueryResult[]> {
  const base = `/services/data/v${connection.apiVersion}/queryAll?q=`;
  const compositeRequest = selects.map((select, place) => ({
    method: 'GET',
    url: base + encodeURIComponent(toSoql(select)),
    referenceId: `q${place}`,
  }));
  const body = { allOrNone: false, compositeRequest };
  const answer = await connection.json({ method: 'POST', path: '/composite', body, repeatable: true });
  const parts = expectObjects(expectObject(answer, CONTEXT).compositeResponse, CONTEXT);
  return selects.map(({ object }, place) => {
    const part = expectObject(
      parts.find(({ referenceId }) => referenceId === `q${place}`),
      CONTEXT,
    );
    const status = expectNumber(part, 'httpStatusCode', CONTEXT);
    if (status >= 300) throw requestError(`Query of ${object}`, status, JSON.stringify(part.body ?? ''));
    return parseQueryResult(part.body);
  });
}

const CONTEXT = 'A composite answer';
