import type { DatabaseSync } from 'node:sqlite';
import { ApiError, malformedQuery, noSuchObject } from '../org/api-error.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import type { Schema } from '../org/schema/schema.ts';
import { keyColumn, quoteIdentifier } from '../org/tables.ts';
import { planTypeof } from './typeof.ts';
import type { TypeofPlan } from './typeof.ts';
import { groupBySql, havingSql, orderBySql, whereSql } from './clauses.ts';
import { isAggregateCall } from './expression.ts';
import type { SqlFragment } from './filter.ts';
import type { BoundValue } from './literal.ts';
import { planParents } from './parents.ts';
import type { ParentPlan } from './parents.ts';
import { createFieldResolver } from './field-resolver.ts';
import type { FieldResolver } from './field-resolver.ts';
import { planChildren, planColumns, expandFields } from './select-list.ts';
import type { Query, SelectItem } from './syntax-tree.ts';

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
export interface QueryPlan {
  readonly object: SObject;
  readonly aggregate: boolean;
  /** `SELECT COUNT() FROM …`: the answer is a number alone. */
  readonly countOnly: boolean;
  readonly columns: readonly Column[];
  readonly parents: readonly ParentPlan[];
  readonly children: readonly ChildPlan[];
  readonly byType: readonly TypeofPlan[];
  /** SQL expressions: the record's key (null for aggregates), the columns, the parents' keys, the references told by type. */
  readonly expressions: readonly string[];
  readonly from: string;
  readonly where: SqlFragment;
  readonly groupAndHaving: SqlFragment;
  readonly orderBy: SqlFragment;
  readonly limit: number | undefined;
  readonly offset: number;
}

export interface PlannerContext {
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
export interface PlannerInput {
  readonly context: PlannerContext;
  readonly scope: FieldResolver;
  readonly query: Query;
  readonly aggregate: boolean;
}

const MAX_OFFSET = 2_000;

/** @throws ApiError where the query asks for something that does not exist or is not allowed */
export function planQuery(query: Query, context: PlannerContext): QueryPlan {
  const { path, at } = query.from;
  const object = context.schema.findObject(path);
  if (!object) throw noSuchObject(path).atPosition(at);
  return planQueryOn(object, query, context, undefined);
}

/** @param restriction an extra condition on the root table, e.g. that children belong to given parents */
export function planQueryOn(
  object: SObject,
  query: Query,
  context: PlannerContext,
  restriction: ((scope: FieldResolver) => SqlFragment) | undefined,
): QueryPlan {
  const scope = createFieldResolver(context.schema, object, 't', query.alias);
  const items = expandFields(object, query);
  const aggregate = query.groupBy.length > 0 || items.some(isAggregateItem);
  const countOnly = isCountOnly(items);
  checkLimits(query, items, aggregate && !countOnly);
  const draft = { context, scope, query, aggregate };
  const columns = planColumns(draft, items);
  const children = planChildren(draft, items);
  const byType = planTypeof(draft, items);
  const where = whereSql(draft, restriction);
  const grouping = groupBySql(draft);
  const having = havingSql(draft);
  const orderBy = orderBySql(draft);
  const parents = aggregate ? [] : planParents(scope, context.schema, columns);
  const key = aggregate ? 'NULL' : `${scope.rootAlias}.${quoteIdentifier(keyColumn(object))}`;
  return {
    ...{ object, aggregate, countOnly, columns, parents, children, byType, where, orderBy },
    expressions: [key, ...[...columns, ...parents, ...byType].map(({ sql }) => sql)],
    // After everything that may have joined a parent.
    from: scope.fromSql(),
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
    throw malformedQuery(`unexpected token: '${query.grouping.toUpperCase()}'`).atPosition(query.groupBy[0]?.at ?? 0);
  }
  if (summary && !grouped && query.limit !== undefined) {
    throw malformedQuery('Non-grouped query that uses overall aggregate functions cannot also use LIMIT');
  }
  if (query.offset > MAX_OFFSET) {
    throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MAX_OFFSET}`);
  }
}

export const planParams = (plan: QueryPlan): readonly BoundValue[] => [
  ...plan.where.params,
  ...plan.groupAndHaving.params,
  ...plan.orderBy.params,
];
