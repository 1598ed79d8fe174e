import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { malformedQuery } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { userTimeZone } from '../org/records/user-time-zone.ts';
import { quoteIdentifier } from '../org/tables.ts';
import { showErrorPosition } from './error-position.ts';
import { ROOT_ALIAS } from './field-resolver.ts';
import { parseSoql } from './parse.ts';
import { planQuery, planQueryOn } from './plan-query.ts';
import type { ChildPlan, PlannerContext, QueryPlan } from './query-plan.ts';
import { type Cell, type Json, type JsonRecord, rowToRecord } from './record-json.ts';
import type { BoundValue, SqlFragment } from './sql-fragment.ts';
import type { Query } from './syntax-tree.ts';
import { fetchTypeofRecords } from './typeof.ts';

/** @param withDeleted includes deleted and archived records (`queryAll`) */
export const plannerContext = ({ db, schema, userId, now }: Org, withDeleted = false): PlannerContext => ({
  db,
  schema,
  userId,
  clock: { now: now(), timeZone: userTimeZone(db, userId) },
  withDeleted,
});

/**
 * Parses and plans a query.
 * @throws ApiError whose message shows the position in the query
 */
export const prepareQuery = (
  soql: string,
  context: PlannerContext,
): { readonly query: Query; readonly plan: QueryPlan } =>
  showErrorPosition(soql, () => {
    const query = parseSoql(soql);
    const plan = planQuery(query, context);
    // Rejects an invalid child query even when there are no parents.
    for (const child of plan.children) planChildQuery(child, context);
    return { query, plan };
  });

function planChildQuery({ child, query }: ChildPlan, context: PlannerContext, restriction?: SqlFragment): QueryPlan {
  const plan = planQueryOn(child, query, { ...context, isChild: true }, restriction);
  if (plan.aggregate) throw malformedQuery('Aggregates are not allowed in a child query').atPosition(query.from.at);
  if (plan.typeofs.length > 0) throw malformedQuery('TYPEOF is not allowed in a child query').atPosition(query.from.at);
  return plan;
}

export interface QueryContext extends PlannerContext {
  readonly version: string;
}

const isLimited = ({ limit, offset }: QueryPlan): boolean => limit !== undefined || offset > 0;

export const selectSql = (plan: QueryPlan): string =>
  `SELECT ${plan.expressions.join(', ')} FROM ${plan.from}` +
  `${plan.where.sql}${plan.groupByHaving.sql}${plan.orderBy.sql}${isLimited(plan) ? ' LIMIT ? OFFSET ?' : ''}`;

export const selectParams = (plan: QueryPlan): BoundValue[] => [
  ...[plan.where, plan.groupByHaving, plan.orderBy].flatMap(({ params }) => params),
  ...(isLimited(plan) ? [plan.limit ?? -1, plan.offset] : []),
];

function prepareRows(db: DatabaseSync, sql: string): StatementSync {
  const statement = db.prepare(sql);
  statement.setReturnArrays(true);
  return statement;
}

const selectByKeys = (db: DatabaseSync, sql: string, keys: string): Cell[][] =>
  prepareRows(db, sql).all(keys) as unknown as Cell[][];

export const queryRows = (db: DatabaseSync, plan: QueryPlan): Cell[][] =>
  prepareRows(db, selectSql(plan)).all(...selectParams(plan)) as unknown as Cell[][];

/** The result of `SELECT COUNT() …`, at most its LIMIT. */
export function queryCount(db: DatabaseSync, plan: QueryPlan): number {
  const all = Number(queryRows(db, { ...plan, limit: undefined, offset: 0 })[0]?.[1] ?? 0);
  return Math.min(plan.limit ?? all, Math.max(0, all - plan.offset));
}

export const queryKeys = (db: DatabaseSync, plan: QueryPlan): string[] =>
  queryRows(db, { ...plan, expressions: plan.expressions.slice(0, 1) }).map(([key]) => String(key));

/** Records with the given keys, in the keys' order, without those that no longer exist. */
export function fetchRecords(context: QueryContext, plan: QueryPlan, keys: readonly string[]): JsonRecord[] {
  const sql = `SELECT ${plan.expressions.join(', ')} FROM ${plan.from} WHERE ${plan.expressions[0]} IN (SELECT value FROM json_each(?))`;
  const rows = selectByKeys(context.db, sql, JSON.stringify(keys));
  const byKey = new Map(rows.map((row) => [String(row[0]), rowToRecord(plan, row, context.version)]));
  addTypeofRecords(context, plan, rows, byKey);
  addChildren(context, plan, byKey);
  return keys.map((key) => byKey.get(key)).filter((record) => record !== undefined);
}

function addTypeofRecords(
  { db, schema, version }: QueryContext,
  { typeofs, expressions }: QueryPlan,
  rows: readonly (readonly Cell[])[],
  byKey: ReadonlyMap<string, JsonRecord>,
): void {
  for (const [index, plan] of typeofs.entries()) {
    const cell = expressions.length - typeofs.length + index;
    const ids = [...new Set(rows.map((row) => row[cell]).filter((id) => typeof id === 'string'))];
    const found = fetchTypeofRecords(schema, plan, ids, version, (sql, keys) => selectByKeys(db, sql, keys));
    for (const row of rows) {
      const record = byKey.get(String(row[0]));
      if (record) record[plan.name] = found.get(String(row[cell])) ?? null;
    }
  }
}

function addChildren(context: QueryContext, plan: QueryPlan, byKey: ReadonlyMap<string, JsonRecord>): void {
  const keys = JSON.stringify([...byKey.keys()]);
  for (const child of plan.children) {
    const foreignKey = `${ROOT_ALIAS}.${quoteIdentifier(child.foreignKey.name)}`;
    const restriction = { sql: `${foreignKey} IN (SELECT value FROM json_each(?))`, params: [keys] };
    const childPlan = planChildQuery(child, context, restriction);
    const byParent = childrenByParent(context, childPlan, foreignKey);
    for (const [key, record] of byKey) record[child.name] = childResult(byParent.get(key) ?? [], childPlan);
  }
}

/** The children of all parents in one statement: limit and offset apply to each parent. */
function childrenByParent(context: QueryContext, plan: QueryPlan, foreignKey: string): Map<string, JsonRecord[]> {
  const unlimited = { ...plan, limit: undefined, offset: 0, expressions: [...plan.expressions, foreignKey] };
  const groups = Map.groupBy(queryRows(context.db, unlimited), (row) => String(row.at(-1)));
  return new Map([...groups].map(([key, rows]) => [key, rows.map((row) => rowToRecord(plan, row, context.version))]));
}

function childResult(all: readonly JsonRecord[], { limit, offset }: QueryPlan): Json {
  const records = all.slice(offset, limit === undefined ? undefined : offset + limit);
  return records.length === 0 ? null : { totalSize: records.length, done: true, records };
}
