import type { FieldType, OrderByClause, Query, Subquery } from '@jetstreamapp/soql-parser-js';
import { ApiError, malformedQuery, noSuchObject } from '../org/api-error.ts';
import type { DatabaseSync } from 'node:sqlite';
import type { Field, SObject } from '../org/field.ts';
import { hasHidden } from '../org/hidden-records.ts';
import type { Schema } from '../org/schema.ts';
import { keyOf, quoted } from '../org/tables.ts';
import { conditionOf } from './condition.ts';
import { expressionOf } from './expression.ts';
import { filterSql } from './filter.ts';
import type { Sql } from './filter.ts';
import type { Bound } from './literal.ts';
import { isPolymorphic } from './polymorphic.ts';
import { scopeOf } from './scope.ts';
import type { Scope } from './scope.ts';

export interface Column {
  /** Relationships from the root, then the name under which the value is answered. */
  readonly path: readonly string[];
  readonly name: string;
  readonly field: Field;
}

export interface ChildPlan {
  readonly name: string;
  readonly query: Subquery;
  readonly child: SObject;
  readonly foreignKey: Field;
}

/** A parent record that columns come from. */
export interface Parent {
  readonly path: readonly string[];
  /** Its type as answered: `Name` where it may be of several objects. */
  readonly type: string;
  /** Place of its key among the columns of the SQL. */
  readonly at: number;
  /** The object of the record with this id. */
  objectOf(id: string): string;
}

/** A query made ready for SQLite. Column 0 of its rows is the record's key (null for aggregates). */
export interface Plan {
  readonly object: SObject;
  readonly aggregate: boolean;
  /** `SELECT COUNT() FROM …`: the answer is a number alone. */
  readonly countOnly: boolean;
  readonly columns: readonly Column[];
  /** Parents that columns come from, each with the place of its key among the columns of the SQL. */
  readonly parents: readonly Parent[];
  readonly children: readonly ChildPlan[];
  /** SQL expressions: the record's key, then the columns, then the parents' keys. */
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

const MOST_OFFSET = 2_000;

interface Draft {
  readonly context: PlanContext;
  readonly scope: Scope;
  readonly query: Query | Subquery;
}

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
  const draft = { context, scope, query };
  const fields = expandFields(object, query.fields ?? []);
  const grouped = query.groupBy !== undefined;
  const aggregate =
    grouped || fields.some((item) => item.type === 'FieldFunctionExpression' && item.isAggregateFn === true);
  const countOnly = isCountOnly(fields);
  const { columns, sql } = columnsOf(draft, fields, aggregate);
  const children = childrenOf(draft, fields, aggregate);
  const where = whereOf(draft, restriction);
  const groupAndHaving = groupOf(draft);
  const orderBy = orderOf(draft, aggregate);
  if ((query.offset ?? 0) > MOST_OFFSET) {
    throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MOST_OFFSET}`);
  }
  const paths = [
    ...new Map(columns.filter(({ path }) => path.length > 0).flatMap(({ path }) => prefixes(path))).values(),
  ];
  const parents = aggregate
    ? []
    : paths.map((path, index) => parentAt(scope, context.schema, path, 1 + sql.length + index));
  const key = aggregate ? 'NULL' : `${scope.rootAlias}.${quoted(keyOf(object))}`;
  const parentKeys = parents.map(({ sql: parentKey }) => parentKey);
  return {
    object,
    aggregate,
    countOnly,
    columns,
    parents,
    children,
    expressions: [key, ...sql, ...parentKeys],
    from: scope.from(),
    where,
    groupAndHaving,
    orderBy,
    limit: query.limit,
    offset: query.offset ?? 0,
  };
}

const prefixes = (path: readonly string[]): (readonly [string, readonly string[]])[] =>
  path.map((_, index) => [path.slice(0, index + 1).join('.'), path.slice(0, index + 1)] as const);

function parentAt(
  scope: Scope,
  schema: Schema,
  path: readonly string[],
  at: number,
): Parent & { readonly sql: string } {
  let object = scope.root;
  for (const step of path) {
    const reference = schema.findParent(object, step);
    if (reference && isPolymorphic(reference)) {
      const objectOf = (id: string): string => schema.findByKeyPrefix(id.slice(0, 3))?.name ?? 'Name';
      return { path, type: 'Name', at, objectOf, sql: scope.find([...path, 'Id'].join('.')).sql };
    }
    object = schema.findObject(reference?.referenceTo[0] ?? '') ?? object;
  }
  const { name } = object;
  return { path, type: name, at, objectOf: () => name, sql: scope.find([...path, keyOf(object)].join('.')).sql };
}

function refuseUnsupported(query: Query | Subquery): void {
  if (query.usingScope !== undefined && query.usingScope.toLowerCase() !== 'everything') {
    throw malformedQuery(`USING SCOPE ${query.usingScope} is not supported`);
  }
  if (query.withDataCategory) throw malformedQuery("unexpected token: 'DATA'");
  if (query.update) throw malformedQuery("unexpected token: 'UPDATE'");
  if (query.for === 'UPDATE') throw malformedQuery('FOR UPDATE is not allowed in this context');
}

function isCountOnly(fields: readonly FieldType[]): boolean {
  const [only] = fields;
  return (
    fields.length === 1 &&
    only?.type === 'FieldFunctionExpression' &&
    only.functionName.toUpperCase() === 'COUNT' &&
    only.parameters.length === 0
  );
}

/** `FIELDS(STANDARD)`, `FIELDS(CUSTOM)` and `FIELDS(ALL)` become the fields they stand for. */
function expandFields(object: SObject, fields: readonly FieldType[]): FieldType[] {
  return fields.flatMap((item): FieldType[] => {
    if (item.type !== 'FieldFunctionExpression' || item.functionName.toUpperCase() !== 'FIELDS') return [item];
    const which = String(item.parameters[0]).toUpperCase();
    if (!['ALL', 'STANDARD', 'CUSTOM'].includes(which)) throw malformedQuery(`unexpected token: '${which}'`);
    const wanted = object.fields.filter(({ custom }) => which === 'ALL' || custom === (which === 'CUSTOM'));
    return wanted.map(({ name }) => ({ type: 'Field', field: name }));
  });
}

function columnsOf(
  draft: Draft,
  fields: readonly FieldType[],
  aggregate: boolean,
): { columns: Column[]; sql: string[] } {
  const columns: Column[] = [];
  const sql: string[] = [];
  let unnamed = 0;
  for (const item of fields) {
    if (item.type === 'FieldSubquery') continue;
    if (item.type === 'FieldTypeof') throw malformedQuery("unexpected token: 'TYPEOF'");
    if (item.type === 'FieldFunctionExpression') {
      const expression = expressionOf(draft.scope, item);
      if (!aggregate) throw malformedQuery(`unexpected token: '${item.functionName}'`);
      const name = item.alias ?? `expr${unnamed}`;
      if (item.alias === undefined) unnamed += 1;
      columns.push({ path: [], name, field: expression.field });
      sql.push(expression.sql);
      continue;
    }
    const found = draft.scope.find(pathOf(item));
    if (aggregate) requireGrouped(draft, found.sql, found.field);
    else if ('alias' in item && item.alias !== undefined) {
      throw malformedQuery('only aggregate expressions use field aliasing');
    }
    const alias = 'alias' in item ? item.alias : undefined;
    columns.push({ path: aggregate ? [] : found.path, name: alias ?? found.field.name, field: found.field });
    sql.push(found.sql);
  }
  return { columns, sql };
}

/** The path as written, without the query's own alias in front (`scope` knows that). */
function pathOf(
  item: Exclude<FieldType, { type: 'FieldSubquery' | 'FieldTypeof' | 'FieldFunctionExpression' }>,
): string {
  if (item.type === 'FieldRelationship') return [...item.relationships, item.field].join('.');
  return 'objectPrefix' in item && item.objectPrefix ? `${item.objectPrefix}.${item.field}` : item.field;
}

function requireGrouped({ scope, query }: Draft, sql: string, field: Field): void {
  const groups = [query.groupBy ?? []].flat();
  const grouped = groups.some((group) => 'field' in group && scope.find(group.field).sql === sql);
  if (!grouped) throw malformedQuery(`Field must be grouped or aggregated: ${field.name}`);
}

function childrenOf({ context, scope }: Draft, fields: readonly FieldType[], aggregate: boolean): ChildPlan[] {
  return fields.flatMap((item) => {
    if (item.type !== 'FieldSubquery') return [];
    if (aggregate) throw malformedQuery('Grouped queries cannot use child relationships in the SELECT list');
    const found = context.schema.findChildren(scope.root, item.subquery.relationshipName);
    if (!found) {
      throw new ApiError(
        400,
        'INVALID_TYPE',
        `Didn't understand relationship '${item.subquery.relationshipName}' in FROM part of query call. If you are ` +
          "attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. " +
          'Please reference your WSDL or the describe call for the appropriate names.',
      );
    }
    return [
      { name: found.field.childRelationship ?? '', query: item.subquery, child: found.child, foreignKey: found.field },
    ];
  });
}

function whereOf({ context, scope, query }: Draft, restriction: ((scope: Scope) => Sql) | undefined): Sql {
  const parts: Sql[] = [];
  const deleted = context.schema.findField(scope.root, 'IsDeleted');
  if (!context.withDeleted && deleted) parts.push({ sql: `${scope.rootAlias}.${quoted('IsDeleted')} = 0`, params: [] });
  if (hasHidden(context.db, scope.root.name, Date.now())) {
    const visible = `${scope.rootAlias}."Id" NOT IN (SELECT id FROM "sandbox.hidden" WHERE until > ?)`;
    parts.push({ sql: visible, params: [Date.now()] });
  }
  if (restriction) parts.push(restriction(scope));
  if (query.where) {
    const semiJoin = (inner: Query): Sql => semiJoinSql(inner, context);
    parts.push(filterSql(conditionOf(query.where), { scope, now: context.now, having: false, semiJoin }));
  }
  if (parts.length === 0) return { sql: '', params: [] };
  return { sql: ` WHERE ${parts.map(({ sql }) => sql).join(' AND ')}`, params: parts.flatMap(({ params }) => params) };
}

function semiJoinSql(inner: Query, context: PlanContext): Sql {
  const plan = planQuery(inner, context);
  if (plan.aggregate || plan.children.length > 0 || plan.columns.length !== 1) {
    throw malformedQuery('An inner query selects exactly one field');
  }
  if (plan.limit !== undefined || plan.offset > 0) throw malformedQuery('LIMIT is not allowed in an inner query');
  // A sub-query's tables shadow the outer ones of the same alias.
  return { sql: `SELECT ${plan.expressions[1]} FROM ${plan.from}${plan.where.sql}`, params: plan.where.params };
}

function groupOf({ context, scope, query }: Draft): Sql {
  const groups = [query.groupBy ?? []].flat().map((group) => {
    const expression = expressionOf(scope, 'field' in group ? group.field : group.fn);
    if (expression.aggregate || !expression.field.filterable) {
      throw new ApiError(400, 'INVALID_FIELD', `field '${expression.field.name}' can not be grouped in a query call`);
    }
    return expression.sql;
  });
  const grouping = groups.length === 0 ? '' : ` GROUP BY ${groups.join(', ')}`;
  if (!query.having) return { sql: grouping, params: [] };
  const semiJoin = (): Sql => {
    throw malformedQuery('Inner queries are not allowed in HAVING');
  };
  const having = filterSql(conditionOf(query.having), { scope, now: context.now, having: true, semiJoin });
  return { sql: `${grouping} HAVING ${having.sql}`, params: having.params };
}

function orderOf({ scope, query }: Draft, aggregate: boolean): string {
  const keys = [query.orderBy ?? []].flat().map((order: OrderByClause) => {
    const { sql, field, aggregate: isAggregate } = expressionOf(scope, 'field' in order ? order.field : order.fn);
    if (!field.filterable) {
      throw new ApiError(400, 'INVALID_FIELD', `field '${field.name}' can not be sorted in a query call`);
    }
    if (isAggregate && !aggregate) throw malformedQuery('Ordering by an aggregate needs a grouped query');
    return `${sql} ${order.order === 'DESC' ? 'DESC' : 'ASC'} NULLS ${order.nulls === 'LAST' ? 'LAST' : 'FIRST'}`;
  });
  // Equal rows keep one order, so that pages and repeated queries agree.
  if (!aggregate) keys.push(`${scope.rootAlias}.${quoted(keyOf(scope.root))}`);
  return keys.length === 0 ? '' : ` ORDER BY ${keys.join(', ')}`;
}

export const allParams = (plan: Plan): readonly Bound[] => [...plan.where.params, ...plan.groupAndHaving.params];
