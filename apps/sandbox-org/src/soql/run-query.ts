import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { malformedQuery } from '../org/api-error.ts';
import { quoted } from '../org/tables.ts';
import { recordsByType } from './by-type.ts';
import type { Bound } from './literal.ts';
import { parseSoql } from './parse.ts';
import { showingPlace } from './place.ts';
import { allParams, planOver, planQuery } from './plan.ts';
import type { Plan, PlanContext } from './plan.ts';
import { recordOf } from './shape.ts';
import type { Cell, Json, JsonRecord } from './shape.ts';
import type { Query } from './syntax.ts';

/**
 * A query's text, read and made ready for SQLite.
 * @throws ApiError that shows the place which is to blame
 */
export const prepareQuery = (soql: string, context: PlanContext): { readonly query: Query; readonly plan: Plan } =>
  showingPlace(soql, () => {
    const query = parseSoql(soql);
    const plan = planQuery(query, context);
    // A child query that asks for the impossible is refused even where there are no parents.
    for (const { child, query: inner } of plan.children) childPlan(child, inner, context);
    return { query, plan };
  });

function childPlan(
  child: Plan['object'],
  query: Query,
  context: PlanContext,
  restriction?: Parameters<typeof planOver>[3],
): Plan {
  const plan = planOver(child, query, { ...context, isChild: true }, restriction);
  if (plan.aggregate) throw malformedQuery('Aggregates are not allowed in a child query').placedAt(query.from.at);
  if (plan.byType.length > 0) throw malformedQuery('TYPEOF is not allowed in a child query').placedAt(query.from.at);
  return plan;
}

export interface QueryContext extends PlanContext {
  /** e.g. `v62.0`, for the URLs in records. */
  readonly version: string;
}

export function selectSql(plan: Plan): string {
  const limit = plan.limit === undefined && plan.offset === 0 ? '' : ' LIMIT ? OFFSET ?';
  return `SELECT ${plan.expressions.join(', ')} FROM ${plan.from}${plan.where.sql}${plan.groupAndHaving.sql}${plan.orderBy.sql}${limit}`;
}

export const selectParams = (plan: Plan): Bound[] => [
  ...allParams(plan),
  ...(plan.limit === undefined && plan.offset === 0 ? [] : [plan.limit ?? -1, plan.offset]),
];

function prepare(db: DatabaseSync, sql: string): StatementSync {
  const statement = db.prepare(sql);
  statement.setReturnArrays(true);
  return statement;
}

/** Rows of a plan, as arrays of cells. */
export const rowsOf = (db: DatabaseSync, plan: Plan): Cell[][] =>
  prepare(db, selectSql(plan)).all(...selectParams(plan)) as unknown as Cell[][];

/** The number that `SELECT COUNT() …` asks for: no more than its LIMIT. */
export function countOf(db: DatabaseSync, plan: Plan): number {
  const all = Number(rowsOf(db, { ...plan, limit: undefined, offset: 0 })[0]?.[1] ?? 0);
  return Math.min(plan.limit ?? all, Math.max(0, all - plan.offset));
}

/** Keys of all records of a plan, in the query's order. */
export function keysOf(db: DatabaseSync, plan: Plan): string[] {
  const rows = rowsOf(db, { ...plan, expressions: [plan.expressions[0] as string] });
  return rows.map(([key]) => String(key));
}

/** Records with the given keys, in the keys' order; those that are gone are left out. */
export function recordsByKey(context: QueryContext, plan: Plan, keys: readonly string[]): JsonRecord[] {
  const sql = `SELECT ${plan.expressions.join(', ')} FROM ${plan.from} WHERE ${plan.expressions[0]} IN (SELECT value FROM json_each(?))`;
  const rows = prepare(context.db, sql).all(JSON.stringify(keys)) as unknown as Cell[][];
  const byKey = new Map(rows.map((row) => [String(row[0]), recordOf(plan, row, context.version)]));
  addByType(context, plan, rows, byKey);
  const records = keys.map((key) => byKey.get(key)).filter((record) => record !== undefined);
  addChildren(context, plan, byKey);
  return records;
}

function addByType(
  context: QueryContext,
  plan: Plan,
  rows: readonly (readonly Cell[])[],
  byKey: ReadonlyMap<string, JsonRecord>,
): void {
  plan.byType.forEach((byType, index) => {
    const at = plan.expressions.length - plan.byType.length + index;
    const ids = [...new Set(rows.flatMap((row) => (typeof row[at] === 'string' ? [row[at]] : [])))];
    const found = recordsByType(
      context.schema,
      byType,
      ids,
      context.version,
      (sql, keys) => prepare(context.db, sql).all(keys) as unknown as Cell[][],
    );
    for (const row of rows) {
      const record = byKey.get(String(row[0]));
      if (record) record[byType.name] = found.get(String(row[at])) ?? null;
    }
  });
}

function addChildren(context: QueryContext, plan: Plan, byKey: ReadonlyMap<string, JsonRecord>): void {
  const keys = JSON.stringify([...byKey.keys()]);
  for (const child of plan.children) {
    const foreign = (alias: string): string => `${alias}.${quoted(child.foreignKey.name)}`;
    const made = childPlan(child.child, child.query, context, (scope) => ({
      sql: `${foreign(scope.rootAlias)} IN (SELECT value FROM json_each(?))`,
      params: [keys],
    }));
    const byParent = childrenByParent(context, made, foreign('t0'));
    for (const [key, record] of byKey) record[child.name] = childResult(byParent.get(key) ?? [], made);
  }
}

/** Children of all parents at once; limit and offset count for each parent. */
function childrenByParent(context: QueryContext, plan: Plan, foreign: string): Map<string, JsonRecord[]> {
  const unlimited = { ...plan, limit: undefined, offset: 0, expressions: [...plan.expressions, foreign] };
  const byParent = new Map<string, JsonRecord[]>();
  for (const row of rowsOf(context.db, unlimited)) {
    const parent = String(row.at(-1));
    const siblings = byParent.get(parent);
    const record = recordOf(plan, row, context.version);
    if (siblings) siblings.push(record);
    else byParent.set(parent, [record]);
  }
  return byParent;
}

function childResult(all: readonly JsonRecord[], { limit, offset }: Plan): Json {
  const records = all.slice(offset, limit === undefined ? undefined : offset + limit);
  return records.length === 0 ? null : { totalSize: records.length, done: true, records };
}
