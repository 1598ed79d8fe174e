import type { OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import { ApiError, malformedQuery } from '../org/api-error.ts';
import type { Field } from '../org/field.ts';
import { hasHidden } from '../org/hidden-records.ts';
import { keyOf, quoted } from '../org/tables.ts';
import { conditionOf } from './condition.ts';
import { expressionOf } from './expression.ts';
import { filterSql } from './filter.ts';
import type { Sql } from './filter.ts';
import type { Draft } from './plan.ts';
import type { Scope } from './scope.ts';

/** WHERE: what the query asks, and what no query sees (deleted records, records not visible yet). */
export function whereSql(
  { context, scope, query }: Draft,
  restriction: ((scope: Scope) => Sql) | undefined,
  semiJoin: (inner: Query) => Sql,
): Sql {
  const parts: Sql[] = [];
  if (!context.withDeleted && context.schema.findField(scope.root, 'IsDeleted')) {
    parts.push({ sql: `${scope.rootAlias}."IsDeleted" = 0`, params: [] });
  }
  if (hasHidden(context.db, scope.root.name, Date.now())) {
    const visible = `${scope.rootAlias}."Id" NOT IN (SELECT id FROM "sandbox.hidden" WHERE until > ?)`;
    parts.push({ sql: visible, params: [Date.now()] });
  }
  if (restriction) parts.push(restriction(scope));
  if (query.where) {
    parts.push(filterSql(conditionOf(query.where), { scope, now: context.now, check: refuseAggregate, semiJoin }));
  }
  if (parts.length === 0) return { sql: '', params: [] };
  return { sql: ` WHERE ${parts.map(({ sql }) => sql).join(' AND ')}`, params: parts.flatMap(({ params }) => params) };
}

const refuseAggregate = ({ aggregate }: { readonly aggregate: boolean }): void => {
  if (aggregate) throw malformedQuery('Aggregate functions are not allowed in WHERE');
};

const ungroupable: readonly Field['type'][] = ['double', 'currency', 'percent', 'datetime'];

const groupsOf = ({ scope, query }: Draft) =>
  [query.groupBy ?? []].flat().map((group) => {
    const isField = 'field' in group;
    const expression = expressionOf(scope, isField ? group.field : group.fn);
    const { field, aggregate } = expression;
    if (aggregate || !field.filterable || (isField && ungroupable.includes(field.type))) {
      throw new ApiError(400, 'INVALID_FIELD', `field '${field.name}' can not be grouped in a query call`);
    }
    return expression.sql;
  });

/** @throws ApiError MALFORMED_QUERY where SQL is none of the groups */
export function requireGrouped(draft: Draft, sql: string, name: string, what: 'Field' | 'Ordered field'): void {
  if (!groupsOf(draft).includes(sql)) throw malformedQuery(`${what} must be grouped or aggregated: ${name}`);
}

export function groupSql(draft: Draft): string {
  const groups = groupsOf(draft);
  return groups.length === 0 ? '' : ` GROUP BY ${groups.join(', ')}`;
}

export function havingSql(draft: Draft): Sql {
  const { context, scope, query } = draft;
  if (!query.having) return { sql: '', params: [] };
  const check = ({
    aggregate,
    sql,
    field,
  }: {
    readonly aggregate: boolean;
    readonly sql: string;
    readonly field: Field;
  }): void => {
    if (!aggregate) requireGrouped(draft, sql, field.name, 'Field');
  };
  const semiJoin = (): Sql => {
    throw malformedQuery('Inner queries are not allowed in HAVING');
  };
  const { sql, params } = filterSql(conditionOf(query.having), { scope, now: context.now, check, semiJoin });
  return { sql: ` HAVING ${sql}`, params };
}

export function orderSql(draft: Draft): string {
  const { scope, query, aggregate } = draft;
  const keys = [query.orderBy ?? []].flat().map((order: OrderByClause) => {
    const { sql, field, aggregate: isAggregate } = expressionOf(scope, 'field' in order ? order.field : order.fn);
    if (!field.filterable) {
      throw new ApiError(400, 'INVALID_FIELD', `field '${field.name}' can not be sorted in a query call`);
    }
    if (isAggregate && !aggregate) throw malformedQuery('Ordering by an aggregate needs a grouped query');
    if (aggregate && !isAggregate) requireGrouped(draft, sql, field.name, 'Ordered field');
    return `${sql} ${order.order === 'DESC' ? 'DESC' : 'ASC'} NULLS ${order.nulls === 'LAST' ? 'LAST' : 'FIRST'}`;
  });
  // Equal rows keep one order, so that pages and repeated queries agree.
  if (!aggregate) keys.push(`${scope.rootAlias}.${quoted(keyOf(scope.root))}`);
  return keys.length === 0 ? '' : ` ORDER BY ${keys.join(', ')}`;
}
