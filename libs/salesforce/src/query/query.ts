import { isJsonObject, expectObjects, expectNumber, expectObject, expectText } from '../connection/json.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { RawValue } from '../describe/field-value.ts';
import { toSoql, type SoqlQuery } from './soql.ts';

/** One row by select path: `Id`, `Campaign.Type`. */
export type Row = Readonly<Record<string, RawValue>>;

export interface QueryResult {
  readonly totalSize: number;
  readonly rows: readonly Row[];
  /** Undefined once `done`. */
  readonly nextRecordsUrl: string | undefined;
}

/**
 * One page of a query over all rows, deleted and archived ones too (`queryAll`): tasks and events older than a year are
 * archived and a plain query leaves them out.
 * @throws SalesforceError
 */
export async function queryAllPage(connection: SalesforceConnection, select: SoqlQuery): Promise<QueryResult> {
  const path = `/queryAll?q=${encodeURIComponent(toSoql(select))}`;
  return parseQueryResult(
    await connection.json({ method: 'GET', path, headers: { 'sforce-query-options': 'batchSize=2000' } }),
  );
}

/** All rows of a small query of live rows, page after page. @throws SalesforceError */
export const queryRows = (connection: SalesforceConnection, soql: string): Promise<readonly Row[]> =>
  readPagesFrom(connection, `/query?q=${encodeURIComponent(soql)}`);

/** The same with deleted and archived rows. @throws SalesforceError */
export const queryAllRows = (connection: SalesforceConnection, select: SoqlQuery): Promise<readonly Row[]> =>
  readPagesFrom(connection, `/queryAll?q=${encodeURIComponent(toSoql(select))}`);

/** Rows from a place on, page after page. @throws SalesforceError */
export async function readPagesFrom(connection: SalesforceConnection, first: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let path: string | undefined = first;
  while (path !== undefined) {
    const answer: QueryResult = parseQueryResult(await connection.json({ method: 'GET', path }));
    rows.push(...answer.rows);
    path = answer.nextRecordsUrl;
  }
  return rows;
}

/** How many rows, deleted and archived ones too. @throws SalesforceError */
export async function countAll(
  connection: SalesforceConnection,
  object: string,
  where: readonly string[],
): Promise<number> {
  return (await queryAllPage(connection, { object, fields: ['COUNT()'], where })).totalSize;
}

/** @throws SalesforceError `answer_unreadable` */
export function parseQueryResult(json: unknown): QueryResult {
  const answer = expectObject(json, 'A query');
  return {
    totalSize: expectNumber(answer, 'totalSize', 'A query'),
    rows: expectObjects(answer.records ?? [], 'A query').map(toRow),
    nextRecordsUrl:
      answer.done === false ? expectText(answer, 'nextRecordsUrl', 'A query that is not done') : undefined,
  };
}

function toRow(record: Readonly<Record<string, unknown>>): Row {
  const row: Record<string, RawValue> = {};
  flatten(record, '', row);
  return row;
}

function flatten(record: Readonly<Record<string, unknown>>, prefix: string, row: Record<string, RawValue>): void {
  for (const [key, value] of Object.entries(record)) {
    if (key === 'attributes') continue;
    if (isJsonObject(value)) flatten(value, `${prefix}${key}.`, row);
    else if (value === null || typeof value !== 'object') row[prefix + key] = value as RawValue;
  }
}
