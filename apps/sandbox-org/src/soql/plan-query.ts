import { badRequest, malformedQuery, noSuchObject } from '../org/api-error.ts';
import type { SObject } from '../org/schema/field.ts';
import { keyColumn, quoteIdentifier } from '../org/tables.ts';
import { groupBySql, havingSql, orderBySql, whereSql } from './clauses.ts';
import { isAggregateCall } from './expression.ts';
import { createFieldResolver, ROOT_ALIAS } from './field-resolver.ts';
import type { PlannerContext, QueryPlan } from './query-plan.ts';
import { expandFields, planChildren, planColumns, planParents } from './select-list.ts';
import { semiJoinSql } from './semi-join.ts';
import type { SqlFragment } from './sql-fragment.ts';
import type { Query, SelectItem } from './syntax-tree.ts';
import { planTypeofs } from './typeof.ts';

const MAX_OFFSET = 2_000;

/** @throws ApiError when the query asks for something that does not exist or is not allowed */
export function planQuery(query: Query, context: PlannerContext): QueryPlan {
  const { path, at } = query.from;
  const object = context.schema.findObject(path);
  if (!object) throw noSuchObject(path).atPosition(at);
  return planQueryOn(object, query, context);
}

/** @param restriction a condition that the query's text does not contain, e.g. that children belong to given parents */
export function planQueryOn(
  object: SObject,
  query: Query,
  context: PlannerContext,
  restriction?: SqlFragment,
): QueryPlan {
  const fields = createFieldResolver(context.schema, object, query.alias);
  const items = expandFields(object, query);
  const aggregate = query.groupBy.length > 0 || items.some(isAggregateItem);
  const countOnly = items.length === 1 && isCount(items[0]);
  checkLimits(query, items, aggregate && !countOnly);
  const input = { context, fields, query, aggregate };
  const columns = planColumns(input, items);
  const children = planChildren(input, items);
  const typeofs = planTypeofs(input, items);
  const where = whereSql(input, restriction, (inner, left) =>
    semiJoinSql(inner, () => planQuery(inner, { ...context, isInner: true }), object, left.field),
  );
  const groupBy = groupBySql(input);
  const having = havingSql(input);
  const orderBy = orderBySql(input);
  const parents = aggregate ? [] : planParents(fields, context.schema, columns);
  const key = aggregate ? 'NULL' : `${ROOT_ALIAS}.${quoteIdentifier(keyColumn(object))}`;
  return {
    object,
    aggregate,
    countOnly,
    columns,
    parents,
    children,
    typeofs,
    expressions: [key, ...[...columns, ...parents, ...typeofs].map(({ sql }) => sql)],
    // Last, because each clause may have joined parents.
    from: fields.fromSql(),
    where,
    groupByHaving: { sql: groupBy + having.sql, params: having.params },
    orderBy,
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
    throw badRequest('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MAX_OFFSET}`);
  }
}
