import { badRequest, malformedQuery } from '../org/api-error.ts';
import { hasHidden } from '../org/records/hidden-records.ts';
import type { Field } from '../org/schema/field.ts';
import { keyColumn, quoteIdentifier } from '../org/tables.ts';
import { atPosition } from './error-position.ts';
import { type Expression, toExpression } from './expression.ts';
import { ROOT_ALIAS } from './field-resolver.ts';
import { type FilterContext, filterSql } from './filter.ts';
import type { PlannerInput } from './query-plan.ts';
import { checkSemiJoins } from './semi-join.ts';
import { joinSql, NO_SQL, type SqlFragment } from './sql-fragment.ts';
import type { Operand, OrderByItem } from './syntax-tree.ts';

/**
 * WHERE: the query's condition, without the records that no query returns (not visible yet) and those that only `queryAll`
 * returns (deleted, archived).
 */
export function whereSql(
  { context, fields, query }: PlannerInput,
  restriction: SqlFragment | undefined,
  semiJoin: FilterContext['semiJoin'],
): SqlFragment {
  const conditions: SqlFragment[] = [];
  for (const name of context.withDeleted ? [] : ['IsDeleted', 'IsArchived']) {
    if (!context.schema.findField(fields.root, name)) continue;
    conditions.push({ sql: `${ROOT_ALIAS}.${quoteIdentifier(name)} = 0`, params: [] });
  }
  if (hasHidden(context.db, fields.root.name, Date.now())) {
    const visible = `${ROOT_ALIAS}."Id" NOT IN (SELECT id FROM "sandbox.hidden" WHERE until > ?)`;
    conditions.push({ sql: visible, params: [Date.now()] });
  }
  if (restriction) conditions.push(restriction);
  conditions.push(...usingScopeSql({ context, fields, query }));
  if (query.where) {
    checkSemiJoins(query.where, context.isInner === true);
    conditions.push(filterSql(query.where, { fields, clock: context.clock, check: rejectAggregate, semiJoin }));
  }
  return joinSql(conditions, ' AND ', ' WHERE ');
}

/** `USING SCOPE`: everything, or what the user owns. */
function usingScopeSql({ context, fields, query }: Omit<PlannerInput, 'aggregate'>): SqlFragment[] {
  const name = query.scope?.path.toLowerCase() ?? 'everything';
  if (name === 'everything') return [];
  if (name === 'mine' && context.schema.findField(fields.root, 'OwnerId')) {
    return [{ sql: `${ROOT_ALIAS}."OwnerId" = ?`, params: [context.userId] }];
  }
  const message = `Scope '${query.scope?.path ?? ''}' is not supported by entity '${fields.root.name}'`;
  throw badRequest('INVALID_QUERY_SCOPE', message, [], query.scope?.at);
}

const rejectAggregate = ({ aggregate }: Expression): void => {
  if (aggregate) throw malformedQuery('Aggregate functions are not allowed in WHERE');
};

const UNGROUPABLE_TYPES: readonly Field['type'][] = ['double', 'currency', 'percent', 'datetime', 'multipicklist'];

const groupKeySql = ({ fields }: PlannerInput, operand: Operand): string =>
  atPosition(operand.at, () => {
    const { sql, field, aggregate } = toExpression(fields, operand);
    if (aggregate || !field.filterable || (operand.kind === 'path' && UNGROUPABLE_TYPES.includes(field.type))) {
      throw badRequest('INVALID_FIELD', `field '${field.name}' can not be grouped in a query call`);
    }
    return sql;
  });

const groupKeysSql = (input: PlannerInput): string[] =>
  input.query.groupBy.map((operand) => groupKeySql(input, operand));

/** @throws ApiError MALFORMED_QUERY when the SQL is not one of the groups */
export function requireGrouped(input: PlannerInput, sql: string, name: string, what: 'Field' | 'Ordered field'): void {
  if (!groupKeysSql(input).includes(sql)) throw malformedQuery(`${what} must be grouped or aggregated: ${name}`);
}

export function groupBySql(input: PlannerInput): string {
  const keys = groupKeysSql(input);
  return keys.length === 0 ? '' : ` GROUP BY ${keys.join(', ')}`;
}

export function havingSql(input: PlannerInput): SqlFragment {
  const { context, fields, query } = input;
  if (!query.having) return NO_SQL;
  const check = ({ aggregate, sql, field }: Expression): void => {
    if (!aggregate) requireGrouped(input, sql, field.name, 'Field');
  };
  const semiJoin = (): never => {
    throw malformedQuery('Semi join sub-selects are not allowed in HAVING');
  };
  return joinSql([filterSql(query.having, { fields, clock: context.clock, check, semiJoin })], '', ' HAVING ');
}

export function orderBySql(input: PlannerInput): SqlFragment {
  const { fields, query, aggregate } = input;
  const keys = query.orderBy.map((item) => orderByItemSql(input, item));
  // The key last: without a total order, pages and repeated queries could disagree.
  if (!aggregate) keys.push({ sql: `${ROOT_ALIAS}.${quoteIdentifier(keyColumn(fields.root))}`, params: [] });
  return joinSql(keys, ', ', ' ORDER BY ');
}

const orderByItemSql = (input: PlannerInput, { by, descending, nullsLast }: OrderByItem): SqlFragment =>
  atPosition(by.at, () => {
    const expression = toExpression(input.fields, by);
    const { sql, field, aggregate } = expression;
    if (!field.filterable || field.type === 'multipicklist') {
      throw badRequest('INVALID_FIELD', `field '${field.name}' can not be sorted in a query call`);
    }
    if (aggregate && !input.aggregate) throw malformedQuery('Ordering by an aggregate needs a grouped query');
    if (input.aggregate && !aggregate) requireGrouped(input, sql, field.name, 'Ordered field');
    const direction = ` ${descending ? 'DESC' : 'ASC'} NULLS ${nullsLast ? 'LAST' : 'FIRST'}`;
    const keys = sortKeys(expression).map((key) => ({ ...key, sql: key.sql + direction }));
    return joinSql(keys, ', ');
  });

/** A picklist sorts in the order of its values, then by the values that it no longer has. */
function sortKeys({ sql, field, aggregate }: Expression): SqlFragment[] {
  const plain = { sql, params: [] };
  if (field.type !== 'picklist' || field.picklist.length === 0 || aggregate) return [plain];
  const index = `(SELECT key FROM json_each(?) WHERE value = ${sql})`;
  const key = `CASE WHEN ${sql} IS NULL THEN NULL ELSE coalesce(${index}, ${field.picklist.length}) END`;
  return [{ sql: key, params: [JSON.stringify(field.picklist)] }, plain];
}
