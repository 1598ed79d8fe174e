import type { DatabaseSync } from 'node:sqlite';
import type { FieldType, Query, Subquery } from '@jetstreamapp/soql-parser-js';
import { ApiError, malformedQuery, noSuchObject } from '../org/api-error.ts';
import type { Field, SObject } from '../org/field.ts';
import type { Schema } from '../org/schema.ts';
import { keyOf, quoted } from '../org/tables.ts';
import { groupSql, havingSql, orderSql, whereSql } from './clauses.ts';
import type { Sql } from './filter.ts';
import type { Bound } from './literal.ts';
import { parentsOf } from './parents.ts';
import type { Parent } from './parents.ts';
import { scopeOf } from './scope.ts';
import type { Scope } from './scope.ts';
import { childrenOf, columnsOf, expandFields } from './select-list.ts';

export interface Column {
  /** Relationships from the root, then the name under which the value is answered. */
  readonly path: readonly string[];
  readonly name: string;
  readonly field: Field;
  readonly sql: string;
}

export interface ChildPlan {
  readonly name: string;
  readonly query: Subquery;
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
  /** SQL expressions: the record's key (null for aggregates), the columns, the parents' keys. */
  readonly expressions: readonly string[];
  readonly from: string;
  readonly where: Sql;
  readonly groupAndHaving: Sql;
  readonly orderBy: string;
  readonly limit: number | undefined;
  readonly offset: number;
}

export interface PlanContext {
  readonly db: DatabaseSync;
  readonly schema: Schema;
  readonly now: number;
  /** Deleted records too (`queryAll`). */
  readonly withDeleted: boolean;
}

/** What the parts of a plan are made from. */
export interface Draft {
  readonly context: PlanContext;
  readonly scope: Scope;
  readonly query: Query | Subquery;
  readonly aggregate: boolean;
}

const MOST_OFFSET = 2_000;

/** @throws ApiError where the query asks for something that does not exist or is not allowed */
export function planQuery(query: Query, context: PlanContext): Plan {
  const object = query.sObject === undefined ? undefined : context.schema.findObject(query.sObject);
  if (!object) throw noSuchObject(query.sObject ?? '');
  return planOver(object, query, context, undefined);
}

/** @param restriction an extra condition on the root table, e.g. that children belong to given parents */
export function planOver(
  object: SObject,
  query: Query | Subquery,
  context: PlanContext,
  restriction: ((scope: Scope) => Sql) | undefined,
): Plan {
  refuseUnsupported(query);
  const scope = scopeOf(context.schema, object, 't', query.sObjectAlias);
  const fields = expandFields(object, query);
  const aggregate = query.groupBy !== undefined || fields.some(isAggregateCall);
  const draft = { context, scope, query, aggregate };
  const columns = columnsOf(draft, fields);
  const children = childrenOf(draft, fields);
  const where = whereSql(draft, restriction, (inner) => semiJoinSql(inner, context));
  const grouping = groupSql(draft);
  const having = havingSql(draft);
  const orderBy = orderSql(draft);
  const parents = aggregate ? [] : parentsOf(scope, context.schema, columns);
  const key = aggregate ? 'NULL' : `${scope.rootAlias}.${quoted(keyOf(object))}`;
  return {
    ...{ object, aggregate, columns, parents, children, where, orderBy },
    countOnly: isCountOnly(fields),
    expressions: [key, ...columns.map(({ sql }) => sql), ...parents.map(({ sql }) => sql)],
    // After everything that may have joined a parent.
    from: scope.from(),
    groupAndHaving: { sql: grouping + having.sql, params: having.params },
    limit: query.limit,
    offset: query.offset ?? 0,
  };
}

const isAggregateCall = (item: FieldType): boolean =>
  item.type === 'FieldFunctionExpression' && item.isAggregateFn === true;

function isCountOnly(fields: readonly FieldType[]): boolean {
  const [only, ...others] = fields;
  return (
    others.length === 0 &&
    only?.type === 'FieldFunctionExpression' &&
    only.functionName.toUpperCase() === 'COUNT' &&
    only.parameters.length === 0
  );
}

function refuseUnsupported(query: Query | Subquery): void {
  if (query.usingScope !== undefined && query.usingScope.toLowerCase() !== 'everything') {
    throw malformedQuery(`USING SCOPE ${query.usingScope} is not supported`);
  }
  if (query.withDataCategory || query.withSecurityEnforced || query.withAccessLevel) {
    throw malformedQuery("unexpected token: 'WITH'");
  }
  if (query.update) throw malformedQuery("unexpected token: 'UPDATE'");
  if (query.for === 'UPDATE') throw malformedQuery('FOR UPDATE is not allowed in this context');
  if ((query.offset ?? 0) > MOST_OFFSET) {
    throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MOST_OFFSET}`);
  }
}

function semiJoinSql(inner: Query, context: PlanContext): Sql {
  const plan = planQuery(inner, context);
  const [column, ...others] = plan.columns;
  if (plan.aggregate || plan.children.length > 0 || !column || others.length > 0) {
    throw malformedQuery('An inner query selects exactly one field');
  }
  if (column.field.type !== 'id' && column.field.type !== 'reference') {
    throw malformedQuery(`The inner query must select an id or a reference, not '${column.name}'`);
  }
  if (plan.limit !== undefined || plan.offset > 0) throw malformedQuery('LIMIT is not allowed in an inner query');
  // Empty references match nothing; in SQL one of them would empty a NOT IN.
  const filled = `${plan.where.sql === '' ? ' WHERE' : `${plan.where.sql} AND`} ${column.sql} IS NOT NULL`;
  // A sub-query's tables shadow the outer ones of the same alias.
  return { sql: `SELECT ${column.sql} FROM ${plan.from}${filled}`, params: plan.where.params };
}

export const allParams = (plan: Plan): readonly Bound[] => [...plan.where.params, ...plan.groupAndHaving.params];
