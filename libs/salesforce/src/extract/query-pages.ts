import type { Instant } from '@leadlight/lead-features';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { parseInstant } from '../describe/field-value.ts';
import { SalesforceError } from '../errors.ts';
import { queryAllPage, type Row } from '../query/query.ts';
import { soqlDateTime, soqlString } from '../query/soql.ts';

export interface RowQuery {
  readonly object: string;
  readonly fields: readonly string[];
  /** Rows are read in the order of this field, then of `Id`. */
  readonly timeField: string;
  readonly where: readonly string[];
}

/** After the last row that was read; null = before the first row. Rows that share a time are ordered by their id. */
export interface QueryPosition {
  readonly kind: 'query';
  readonly after: { readonly time: Instant; readonly id: string } | null;
}

export const FIRST_ROW: QueryPosition = { kind: 'query', after: null };

export interface RowPage<Position> {
  readonly rows: readonly Row[];
  /** Where to continue; undefined after the last page. */
  readonly next: Position | undefined;
}

/** The most rows that Salesforce returns in one call. */
export const PAGE_SIZE = 2_000;

/**
 * The page after a position. Each page is a query of its own, so that a killed sync can continue at any later time: no
 * locator expires, and a row that changes meanwhile moves towards the end and is read there.
 * @throws SalesforceError
 */
export async function queryPage(
  connection: SalesforceConnection,
  query: RowQuery,
  { after }: QueryPosition,
): Promise<RowPage<QueryPosition>> {
  const { object, fields, timeField, where } = query;
  const { rows, nextRecordsUrl } = await queryAllPage(connection, {
    object,
    fields,
    where: after ? [...where, ...conditionsAfter(timeField, after)] : where,
    orderBy: [timeField, 'Id'],
    limit: PAGE_SIZE,
  });
  // The org cuts pages of a wide object before the LIMIT is reached. That is not the end.
  const isLast = rows.length < PAGE_SIZE && nextRecordsUrl === undefined;
  const lastRow = rows.at(-1);
  return { rows, next: isLast || lastRow === undefined ? undefined : positionAfter(lastRow, query) };
}

/** The pages from a position on. @throws SalesforceError */
export async function* queryPages(
  connection: SalesforceConnection,
  query: RowQuery,
  start: QueryPosition,
): AsyncGenerator<RowPage<QueryPosition>> {
  for (let position: QueryPosition | undefined = start; position;) {
    const page: RowPage<QueryPosition> = await queryPage(connection, query, position);
    yield page;
    position = page.next;
  }
}

function conditionsAfter(timeField: string, { time, id }: { time: Instant; id: string }): readonly string[] {
  const literal = soqlDateTime(time);
  return [`${timeField} >= ${literal}`, `(${timeField} > ${literal} OR Id > ${soqlString(id)})`];
}

function positionAfter(row: Row, { object, timeField }: RowQuery): QueryPosition {
  const time = parseInstant(row[timeField]);
  if (time !== null && typeof row.Id === 'string') return { kind: 'query', after: { time, id: row.Id } };
  const problem = `a row has no Id or ${timeField}`;
  throw new SalesforceError('response_unreadable', { context: `Query of ${object}`, problem });
}
