import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { parseInstant } from '../describe/field-value.ts';
import { SalesforceError } from '../errors.ts';
import { queryAllPage, type Row } from '../query/query.ts';
import { soqlDateTime, soqlString } from '../query/soql.ts';
import type { QueryPosition } from './cursor.ts';

export interface RowQuery {
  readonly object: string;
  readonly fields: readonly string[];
  readonly timeField: string;
  readonly where: readonly string[];
}

export interface RowPage<Position> {
  readonly rows: readonly Row[];
  /** Where to go on; undefined after the last page. */
  readonly next: Position | undefined;
}

/** Salesforce answers up to 2,000 rows a call. */
export const PAGE_SIZE = 2_000;

/**
 * The page after `after`. Each page is a query of its own, so that a killed sync goes on at any later time: no locator
 * that expires, and a row that changes meanwhile moves towards the end and is met there.
 * @throws SalesforceError
 */
export async function queryPage(
  connection: SalesforceConnection,
  wanted: RowQuery,
  after: QueryPosition['after'],
): Promise<RowPage<QueryPosition>> {
  const { object, fields, timeField, where } = wanted;
  const answer = await queryAllPage(connection, {
    object,
    fields,
    where: after ? [...where, ...conditionsAfter(timeField, after)] : where,
    orderBy: [timeField, 'Id'],
    limit: PAGE_SIZE,
  });
  // A wide object's pages are cut short by the org before the LIMIT is reached: that is not the end.
  const isLast = answer.rows.length < PAGE_SIZE && answer.nextRecordsUrl === undefined;
  const last = answer.rows.at(-1);
  if (isLast || last === undefined) return { rows: answer.rows, next: undefined };
  return { rows: answer.rows, next: { way: 'query', after: positionAfter(last, wanted) } };
}

function conditionsAfter(timeField: string, { time, id }: { time: number; id: string }): readonly string[] {
  const at = soqlDateTime(time);
  return [`${timeField} >= ${at}`, `(${timeField} > ${at} OR Id > ${soqlString(id)})`];
}

function positionAfter(row: Row, { object, timeField }: RowQuery): QueryPosition['after'] {
  const time = parseInstant(row[timeField]);
  if (time !== null && typeof row.Id === 'string') return { time, id: row.Id };
  throw new SalesforceError('answer_unreadable', `A row of ${object} came without Id or ${timeField}.`, { object });
}
