import type { DatabaseSync } from 'node:sqlite';
import { ApiError, malformedQuery, noSuchObject } from '../org/api-error.ts';
import type { Field, SObject } from '../org/field.ts';
import type { Schema } from '../org/schema.ts';
import { keyOf, quoted } from '../org/tables.ts';
import { byTypeOf } from './by-type.ts';
import type { ByType } from './by-type.ts';
import { groupSql, havingSql, orderSql, whereSql } from './clauses.ts';
import { isAggregateCall } from './expression.ts';
import type { Sql } from './filter.ts';
import type { Bound } from './literal.ts';
import { parentsOf } from './parents.ts';
import type { Parent } from './parents.ts';
import { scopeOf } from './scope.ts';
import type { Scope } from './scope.ts';
import { childrenOf, columnsOf, expandFields } from './select-list.ts';
import type { Query, SelectItem } from './syntax.ts';

export interface Column {
  /** Relationships from the root, then the name under which the value is answered. */
  readonly path: readonly string[];
  readonly name: string;
  readonly field: Field;
  readonly sql: string;
}

export interface ChildPlan {
  readonly name: string;
  readonly query: Query;
  readonly child: SObject;
  readonly foreignKey: Field;
}

/** A query made ready for SQLite. */
export interface Plan {
  readonly object: SObject;
  readonly aggregate: boolean;
  /** `SELECT COUNT() FROM …`: the answer is a number alone. */
  readonly countOnly: boolean;
  readonly columns: readonly Column[];
  readonly parents: readonly Parent[];
  readonly children: readonly ChildPlan[];
  readonly byType: readonly ByType[];
  /** SQL expressions: the record's key (null for aggregates), the columns, the parents' keys, the references told by type. */
  readonly expressions: readonly string[];
  readonly from: string;
  readonly where: Sql;
  readonly groupAndHaving: Sql;
  readonly orderBy: Sql;
  readonly limit: number | undefined;
  readonly offset: number;
}

export interface PlanContext {
  readonly db: DatabaseSync;
  readonly schema: Schema;
  readonly now: number;
  /** Who asks: `USING SCOPE mine`. */
  readonly userId: string;
  /** Deleted records too (`queryAll`). */
  readonly withDeleted: boolean;
  /** The query stands inside IN. */
  readonly isInner?: boolean;
  /** The query stands in the SELECT list of another. */
  readonly isChild?: boolean;
}

/** What the parts of a plan are made from. */
export interface Draft {
  readonly context: PlanContext;
  readonly scope: Scope;
  readonly query: Query;
  readonly aggregate: boolean;
}

const MOST_OFFSET = 2_000;

/** @throws ApiError where the query asks for something that does not exist or is not allowed */
export function planQuery(query: Query, context: PlanContext): Plan {
  const { path, at } = query.from;
  const object = context.schema.findObject(path);
  if (!object) throw noSuchObject(path).placedAt(at);
  return planOver(object, query, context, undefined);
}

/** @param restriction an extra condition on the root table, e.g. that children belong to given parents */
export function planOver(
  object: SObject,
  query: Query,
  context: PlanContext,
  restriction: ((scope: Scope) => Sql) | undefined,
): Plan {
  const scope = scopeOf(context.schema, object, 't', query.alias);
  const items = expandFields(object, query);
  const aggregate = query.groupBy.length > 0 || items.some(isAggregateItem);
  const countOnly = isCountOnly(items);
  checkLimits(query, items, aggregate && !countOnly);
  const draft = { context, scope, query, aggregate };
  const columns = columnsOf(draft, items);
  const children = childrenOf(draft, items);
  const byType = byTypeOf(draft, items);
  const where = whereSql(draft, restriction);
  const grouping = groupSql(draft);
  const having = havingSql(draft);
  const orderBy = orderSql(draft);
  const parents = aggregate ? [] : parentsOf(scope, context.schema, columns);
  const key = aggregate ? 'NULL' : `${scope.rootAlias}.${quoted(keyOf(object))}`;
  return {
    ...{ object, aggregate, countOnly, columns, parents, children, byType, where, orderBy },
    expressions: [key, ...[...columns, ...parents, ...byType].map(({ sql }) => sql)],
    // After everything that may have joined a parent.
    from: scope.from(),
    groupAndHaving: { sql: grouping + having.sql, params: having.params },
    limit: query.limit,
    offset: query.offset,
  };
}

const isAggregateItem = (item: SelectItem): boolean => item.kind === 'operand' && isAggregateCall(item.operand);

const isCount = (item: SelectItem | undefined): boolean =>
  item?.kind === 'operand' &&
  item.operand.kind === 'call' &&
  item.operand.name === 'COUNT' &&
  item.operand.arguments.length === 0;

const isCountOnly = (items: readonly SelectItem[]): boolean => items.length === 1 && isCount(items[0]);

function checkLimits(query: Query, items: readonly SelectItem[], summary: boolean): void {
  const grouped = query.groupBy.length > 0;
  if (items.some(isCount) && (grouped || items.length > 1)) {
    throw malformedQuery('COUNT() must be the only element in the SELECT list, of a query that is not grouped');
  }
  if (query.grouping !== 'plain') {
    throw malformedQuery(`unexpected token: '${query.grouping.toUpperCase()}'`).placedAt(query.groupBy[0]?.at ?? 0);
  }
  if (summary && !grouped && query.limit !== undefined) {
    throw malformedQuery('Non-grouped query that uses overall aggregate functions cannot also use LIMIT');
  }
  if (query.offset > MOST_OFFSET) {
    throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MOST_OFFSET}`);
  }
}

export const allParams = (plan: Plan): readonly Bound[] => [
  ...plan.where.params,
  ...plan.groupAndHaving.params,
  ...plan.orderBy.params,
];
