import { listOf, numberOf, objectOf } from './connection/answer.ts';
import { requestError } from './connection/refusal.ts';
import type { SalesforceConnection } from './connection/salesforce-connection.ts';
import { queryAnswerOf, rowsFrom, type QueryAnswer, type Row } from './query.ts';
import { soqlOf, type Select } from './soql.ts';

/** A composite request takes at most so many queries, and counts as one API call. */
export const QUERIES_PER_CALL = 5;

/**
 * First pages of queries over all rows, deleted and archived ones too, in as few API calls as they fit into. Each is asked
 * for itself, at its own moment.
 * @returns in the order of the queries
 * @throws SalesforceError; of queries that are refused, what is said of the first
 */
export async function queryAllTogether(
  connection: SalesforceConnection,
  selects: readonly Select[],
): Promise<readonly QueryAnswer[]> {
  const answers: QueryAnswer[] = [];
  for (let start = 0; start < selects.length; start += QUERIES_PER_CALL) {
    answers.push(...(await oneCall(connection, selects.slice(start, start + QUERIES_PER_CALL))));
  }
  return answers;
}

/** The same with every row: later pages are calls of their own. @throws SalesforceError */
export async function queryAllRowsTogether(
  connection: SalesforceConnection,
  selects: readonly Select[],
): Promise<readonly (readonly Row[])[]> {
  const firstPages = await queryAllTogether(connection, selects);
  return Promise.all(
    firstPages.map(async ({ rows, nextRecordsUrl }) =>
      nextRecordsUrl === undefined ? rows : [...rows, ...(await rowsFrom(connection, nextRecordsUrl))],
    ),
  );
}

async function oneCall(connection: SalesforceConnection, selects: readonly Select[]): Promise<readonly QueryAnswer[]> {
  const base = `/services/data/v${connection.apiVersion}/queryAll?q=`;
  const compositeRequest = selects.map((select, place) => ({
    method: 'GET',
    url: base + encodeURIComponent(soqlOf(select)),
    referenceId: `q${place}`,
  }));
  const body = { allOrNone: false, compositeRequest };
  const answer = await connection.json({ method: 'POST', path: '/composite', body, repeatable: true });
  const parts = listOf(objectOf(answer, WHAT).compositeResponse, WHAT);
  return selects.map(({ object }, place) => {
    const part = objectOf(
      parts.find(({ referenceId }) => referenceId === `q${place}`),
      WHAT,
    );
    const status = numberOf(part, 'httpStatusCode', WHAT);
    if (status >= 300) throw requestError(`Query of ${object}`, status, JSON.stringify(part.body ?? ''));
    return queryAnswerOf(part.body);
  });
}

const WHAT = 'A composite answer';
