import { ApiError, malformedQuery } from '../org/api-error.ts';
import type { Field } from '../org/schema/field.ts';
import { hasHidden } from '../org/records/hidden-records.ts';
import { keyColumn, quoteIdentifier } from '../org/tables.ts';
import { toExpression } from './expression.ts';
import type { Expression } from './expression.ts';
import { filterSql } from './filter.ts';
import type { SqlFragment } from './filter.ts';
import { atPosition } from './error-position.ts';
import type { PlannerInput } from './plan-query.ts';
import type { FieldResolver } from './field-resolver.ts';
import { checkSemiJoins, semiJoinSql } from './semi-join.ts';
import type { Operand, OrderByItem } from './syntax-tree.ts';

/** WHERE: what the query asks, and what no query sees (deleted records, records not visible yet). */
export function whereSql(
  draft: PlannerInput,
  restriction: ((scope: FieldResolver) => SqlFragment) | undefined,
): SqlFragment {
  const { context, scope, query } = draft;
  const parts: SqlFragment[] = [];
  if (!context.withDeleted && context.schema.findField(scope.root, 'IsDeleted')) {
    parts.push({ sql: `${scope.rootAlias}."IsDeleted" = 0`, params: [] });
  }
  if (hasHidden(context.db, scope.root.name, Date.now())) {
    const visible = `${scope.rootAlias}."Id" NOT IN (SELECT id FROM "sandbox.hidden" WHERE until > ?)`;
    parts.push({ sql: visible, params: [Date.now()] });
  }
  if (restriction) parts.push(restriction(scope));
  parts.push(...usingScopeSql(draft));
  if (query.where) {
    checkSemiJoins(query.where, context.isInner === true);
    const filter = {
      ...{ scope, now: context.now, check: rejectAggregate },
      semiJoin: (inner: Parameters<typeof semiJoinSql>[0], left: Expression): SqlFragment =>
        semiJoinSql(inner, scope.root, left.field, context),
    };
    parts.push(filterSql(query.where, filter));
  }
  if (parts.length === 0) return { sql: '', params: [] };
  return { sql: ` WHERE ${parts.map(({ sql }) => sql).join(' AND ')}`, params: parts.flatMap(({ params }) => params) };
}

/** `USING SCOPE`: everything, or what the user owns. */
function usingScopeSql({ context, scope, query }: PlannerInput): SqlFragment[] {
  const name = query.scope?.path.toLowerCase() ?? 'everything';
  if (name === 'everything') return [];
  if (name === 'mine' && context.schema.findField(scope.root, 'OwnerId')) {
    return [{ sql: `${scope.rootAlias}."OwnerId" = ?`, params: [context.userId] }];
  }
  throw new ApiError(
    400,
    'INVALID_QUERY_SCOPE',
    `Scope '${query.scope?.path ?? ''}' is not supported by entity '${scope.root.name}'`,
    [],
    query.scope?.at,
  );
}

const rejectAggregate = ({ aggregate }: Expression): void => {
  if (aggregate) throw malformedQuery('Aggregate functions are not allowed in WHERE');
};

const UNGROUPABLE_TYPES: readonly Field['type'][] = ['double', 'currency', 'percent', 'datetime', 'multipicklist'];

const groupKeySql = ({ scope }: PlannerInput, operand: Operand): string =>
  atPosition(operand.at, () => {
    const { sql, field, aggregate } = toExpression(scope, operand);
    if (aggregate || !field.filterable || (operand.kind === 'path' && UNGROUPABLE_TYPES.includes(field.type))) {
      throw new ApiError(400, 'INVALID_FIELD', `field '${field.name}' can not be grouped in a query call`);
    }
    return sql;
  });

const groupKeysSql = (draft: PlannerInput): string[] =>
  draft.query.groupBy.map((operand) => groupKeySql(draft, operand));

/** @throws ApiError MALFORMED_QUERY where SQL is none of the groups */
export function requireGrouped(draft: PlannerInput, sql: string, name: string, what: 'Field' | 'Ordered field'): void {
  if (!groupKeysSql(draft).includes(sql)) throw malformedQuery(`${what} must be grouped or aggregated: ${name}`);
}

export function groupBySql(draft: PlannerInput): string {
  const groups = groupKeysSql(draft);
  return groups.length === 0 ? '' : ` GROUP BY ${groups.join(', ')}`;
}

export function havingSql(draft: PlannerInput): SqlFragment {
  const { context, scope, query } = draft;
  if (!query.having) return { sql: '', params: [] };
  const check = ({ aggregate, sql, field }: Expression): void => {
    if (!aggregate) requireGrouped(draft, sql, field.name, 'Field');
  };
  const semiJoin = (): SqlFragment => {
    throw malformedQuery('Semi join sub-selects are not allowed in HAVING');
  };
  const { sql, params } = filterSql(query.having, { scope, now: context.now, check, semiJoin });
  return { sql: ` HAVING ${sql}`, params };
}

export function orderBySql(draft: PlannerInput): SqlFragment {
  const { scope, query, aggregate } = draft;
  const keys = query.orderBy.map((order) => orderByItemSql(draft, order));
  // Equal rows keep one order, so that pages and repeated queries agree.
  if (!aggregate) keys.push({ sql: `${scope.rootAlias}.${quoteIdentifier(keyColumn(scope.root))}`, params: [] });
  if (keys.length === 0) return { sql: '', params: [] };
  return {
    sql: ` ORDER BY ${keys.map(({ sql }) => sql).join(', ')}`,
    params: keys.flatMap(({ params }) => params),
  };
}

const orderByItemSql = (draft: PlannerInput, { by, descending, nullsLast }: OrderByItem): SqlFragment =>
  atPosition(by.at, () => {
    const expression = toExpression(draft.scope, by);
    const { sql, field, aggregate } = expression;
    if (!field.filterable || field.type === 'multipicklist') {
      throw new ApiError(400, 'INVALID_FIELD', `field '${field.name}' can not be sorted in a query call`);
    }
    if (aggregate && !draft.aggregate) throw malformedQuery('Ordering by an aggregate needs a grouped query');
    if (draft.aggregate && !aggregate) requireGrouped(draft, sql, field.name, 'Ordered field');
    const direction = `${descending ? 'DESC' : 'ASC'} NULLS ${nullsLast ? 'LAST' : 'FIRST'}`;
    const keys = sortKeys(expression);
    return {
      sql: keys.map((key) => `${key.sql} ${direction}`).join(', '),
      params: keys.flatMap(({ params }) => params),
    };
  });

/** A picklist sorts in the order of its values, those it no longer has at the end; all else as it is. */
function sortKeys({ sql, field, aggregate }: Expression): SqlFragment[] {
  const plain = { sql, params: [] };
  if (field.type !== 'picklist' || field.picklist.length === 0 || aggregate) return [plain];
  const place = `(SELECT key FROM json_each(?) WHERE value = ${sql})`;
  const key = `CASE WHEN ${sql} IS NULL THEN NULL ELSE coalesce(${place}, ${field.picklist.length}) END`;
  return [{ sql: key, params: [JSON.stringify(field.picklist)] }, plain];
}
