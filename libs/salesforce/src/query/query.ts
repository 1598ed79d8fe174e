import { expectNumber, expectObject, expectObjects, expectText, isJsonObject } from '../connection/json.ts';
import type { JsonObject } from '../connection/json.ts';
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
 * One page of a query over all rows, including deleted and archived ones (`queryAll`): tasks and events older than a year
 * are archived, and a plain query leaves them out.
 * @throws SalesforceError
 */
export async function queryAllPage(connection: SalesforceConnection, query: SoqlQuery): Promise<QueryResult> {
  const path = `/queryAll?q=${encodeURIComponent(toSoql(query))}`;
  return parseQueryResult(
    await connection.json({ method: 'GET', path, headers: { 'sforce-query-options': 'batchSize=2000' } }),
  );
}

/** All rows of a small query of live rows. @throws SalesforceError */
export const queryRows = (connection: SalesforceConnection, soql: string): Promise<readonly Row[]> =>
  readPagesFrom(connection, `/query?q=${encodeURIComponent(soql)}`);

/** The same with deleted and archived rows. @throws SalesforceError */
export const queryAllRows = (connection: SalesforceConnection, query: SoqlQuery): Promise<readonly Row[]> =>
  readPagesFrom(connection, `/queryAll?q=${encodeURIComponent(toSoql(query))}`);

/** The rows of this page and of all pages after it. @throws SalesforceError */
export async function readPagesFrom(connection: SalesforceConnection, firstPath: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let path: string | undefined = firstPath;
  while (path !== undefined) {
    const result: QueryResult = parseQueryResult(await connection.json({ method: 'GET', path }));
    rows.push(...result.rows);
    path = result.nextRecordsUrl;
  }
  return rows;
}

/** The number of rows, including deleted and archived ones. @throws SalesforceError */
export async function countAll(
  connection: SalesforceConnection,
  object: string,
  where: readonly string[],
): Promise<number> {
  return (await queryAllPage(connection, { object, fields: ['COUNT()'], where })).totalSize;
}

/** @throws SalesforceError `response_unreadable` */
export function parseQueryResult(json: unknown): QueryResult {
  const result = expectObject(json, 'A query');
  return {
    totalSize: expectNumber(result, 'totalSize', 'A query'),
    rows: expectObjects(result.records ?? [], 'A query').map(toRow),
    nextRecordsUrl:
      result.done === false ? expectText(result, 'nextRecordsUrl', 'A query that is not done') : undefined,
  };
}

function toRow(record: JsonObject): Row {
  const row: Record<string, RawValue> = {};
  flatten(record, '', row);
  return row;
}

function flatten(record: JsonObject, prefix: string, row: Record<string, RawValue>): void {
  for (const [key, value] of Object.entries(record)) {
    if (key === 'attributes') continue;
    if (isJsonObject(value)) flatten(value, `${prefix}${key}.`, row);
    else if (value === null || typeof value !== 'object') row[prefix + key] = value as RawValue;
  }
}
