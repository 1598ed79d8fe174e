import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { malformedQuery } from '../org/api-error.ts';
import { quoteIdentifier } from '../org/tables.ts';
import { fetchTypeofRecords } from './typeof.ts';
import type { BoundValue } from './literal.ts';
import { parseSoql } from './parse.ts';
import { showErrorPosition } from './error-position.ts';
import { planParams, planQueryOn, planQuery } from './plan-query.ts';
import type { QueryPlan, PlannerContext } from './plan-query.ts';
import { toRecord } from './record-json.ts';
import type { Cell, Json, JsonRecord } from './record-json.ts';
import type { Query } from './syntax-tree.ts';

/**
 * A query's text, read and made ready for SQLite.
 * @throws ApiError that shows the place which is to blame
 */
export const prepareQuery = (
  soql: string,
  context: PlannerContext,
): { readonly query: Query; readonly plan: QueryPlan } =>
  showErrorPosition(soql, () => {
    const query = parseSoql(soql);
    const plan = planQuery(query, context);
    // A child query that asks for the impossible is refused even where there are no parents.
    for (const { child, query: inner } of plan.children) planChildQuery(child, inner, context);
    return { query, plan };
  });

function planChildQuery(
  child: QueryPlan['object'],
  query: Query,
  context: PlannerContext,
  restriction?: Parameters<typeof planQueryOn>[3],
): QueryPlan {
  const plan = planQueryOn(child, query, { ...context, isChild: true }, restriction);
  if (plan.aggregate) throw malformedQuery('Aggregates are not allowed in a child query').atPosition(query.from.at);
  if (plan.byType.length > 0) throw malformedQuery('TYPEOF is not allowed in a child query').atPosition(query.from.at);
  return plan;
}

export interface QueryContext extends PlannerContext {
  /** e.g. `v62.0`, for the URLs in records. */
  readonly version: string;
}

export function selectSql(plan: QueryPlan): string {
  const limit = plan.limit === undefined && plan.offset === 0 ? '' : ' LIMIT ? OFFSET ?';
  return `SELECT ${plan.expressions.join(', ')} FROM ${plan.from}${plan.where.sql}${plan.groupAndHaving.sql}${plan.orderBy.sql}${limit}`;
}

export const selectParams = (plan: QueryPlan): BoundValue[] => [
  ...planParams(plan),
  ...(plan.limit === undefined && plan.offset === 0 ? [] : [plan.limit ?? -1, plan.offset]),
];

function prepareRows(db: DatabaseSync, sql: string): StatementSync {
  const statement = db.prepare(sql);
  statement.setReturnArrays(true);
  return statement;
}

/** Rows of a plan, as arrays of cells. */
export const queryRows = (db: DatabaseSync, plan: QueryPlan): Cell[][] =>
  prepareRows(db, selectSql(plan)).all(...selectParams(plan)) as unknown as Cell[][];

/** The number that `SELECT COUNT() …` asks for: no more than its LIMIT. */
export function queryCount(db: DatabaseSync, plan: QueryPlan): number {
  const all = Number(queryRows(db, { ...plan, limit: undefined, offset: 0 })[0]?.[1] ?? 0);
  return Math.min(plan.limit ?? all, Math.max(0, all - plan.offset));
}

/** Keys of all records of a plan, in the query's order. */
export function queryKeys(db: DatabaseSync, plan: QueryPlan): string[] {
  const rows = queryRows(db, { ...plan, expressions: [plan.expressions[0] as string] });
  return rows.map(([key]) => String(key));
}

/** Records with the given keys, in the keys' order; those that are gone are left out. */
export function fetchRecords(context: QueryContext, plan: QueryPlan, keys: readonly string[]): JsonRecord[] {
  const sql = `SELECT ${plan.expressions.join(', ')} FROM ${plan.from} WHERE ${plan.expressions[0]} IN (SELECT value FROM json_each(?))`;
  const rows = prepareRows(context.db, sql).all(JSON.stringify(keys)) as unknown as Cell[][];
  const byKey = new Map(rows.map((row) => [String(row[0]), toRecord(plan, row, context.version)]));
  addTypeofRecords(context, plan, rows, byKey);
  const records = keys.map((key) => byKey.get(key)).filter((record) => record !== undefined);
  addChildren(context, plan, byKey);
  return records;
}

function addTypeofRecords(
  context: QueryContext,
  plan: QueryPlan,
  rows: readonly (readonly Cell[])[],
  byKey: ReadonlyMap<string, JsonRecord>,
): void {
  plan.byType.forEach((byType, index) => {
    const at = plan.expressions.length - plan.byType.length + index;
    const ids = [...new Set(rows.flatMap((row) => (typeof row[at] === 'string' ? [row[at]] : [])))];
    const found = fetchTypeofRecords(
      context.schema,
      byType,
      ids,
      context.version,
      (sql, keys) => prepareRows(context.db, sql).all(keys) as unknown as Cell[][],
    );
    for (const row of rows) {
      const record = byKey.get(String(row[0]));
      if (record) record[byType.name] = found.get(String(row[at])) ?? null;
    }
  });
}

function addChildren(context: QueryContext, plan: QueryPlan, byKey: ReadonlyMap<string, JsonRecord>): void {
  const keys = JSON.stringify([...byKey.keys()]);
  for (const child of plan.children) {
    const foreign = (alias: string): string => `${alias}.${quoteIdentifier(child.foreignKey.name)}`;
    const made = planChildQuery(child.child, child.query, context, (scope) => ({
      sql: `${foreign(scope.rootAlias)} IN (SELECT value FROM json_each(?))`,
      params: [keys],
    }));
    const byParent = childrenByParent(context, made, foreign('t0'));
    for (const [key, record] of byKey) record[child.name] = childResult(byParent.get(key) ?? [], made);
  }
}

/** Children of all parents at once; limit and offset count for each parent. */
function childrenByParent(context: QueryContext, plan: QueryPlan, foreign: string): Map<string, JsonRecord[]> {
  const unlimited = { ...plan, limit: undefined, offset: 0, expressions: [...plan.expressions, foreign] };
  const byParent = new Map<string, JsonRecord[]>();
  for (const row of queryRows(context.db, unlimited)) {
    const parent = String(row.at(-1));
    const siblings = byParent.get(parent);
    const record = toRecord(plan, row, context.version);
    if (siblings) siblings.push(record);
    else byParent.set(parent, [record]);
  }
  return byParent;
}

function childResult(all: readonly JsonRecord[], { limit, offset }: QueryPlan): Json {
  const records = all.slice(offset, limit === undefined ? undefined : offset + limit);
  return records.length === 0 ? null : { totalSize: records.length, done: true, records };
}
