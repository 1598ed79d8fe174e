import type { ApiError } from '../org/api-error.ts';
import { badRequest, malformedQuery } from '../org/api-error.ts';
import type { SObject } from '../org/schema/field.ts';
import type { Schema } from '../org/schema/schema.ts';
import { keyColumn } from '../org/tables.ts';
import { requireGrouped } from './clauses.ts';
import { atPosition } from './error-position.ts';
import { toExpression } from './expression.ts';
import type { FieldResolver } from './field-resolver.ts';
import { isPolymorphic } from './polymorphic.ts';
import type { ChildPlan, Column, ParentPlan, PlannerInput } from './query-plan.ts';
import type { FunctionCall, Query, Selected, SelectedChildren, SelectItem } from './syntax-tree.ts';

const MAX_LIMIT_WITH_ALL_FIELDS = 200;

/** Replaces `FIELDS(STANDARD)`, `FIELDS(CUSTOM)` and `FIELDS(ALL)` by the fields. @throws ApiError */
export const expandFields = (object: SObject, { select, limit }: Query): SelectItem[] =>
  select.flatMap((item): SelectItem[] => {
    if (item.kind !== 'operand' || item.operand.kind !== 'call' || item.operand.name !== 'FIELDS') return [item];
    return expandFieldsFunction(object, item.operand, limit);
  });

const expandFieldsFunction = (
  object: SObject,
  { arguments: [argument], at }: FunctionCall,
  limit: number | undefined,
): Selected[] =>
  atPosition(at, () => {
    const which = argument?.kind === 'path' ? argument.path.toUpperCase() : '';
    if (!['ALL', 'STANDARD', 'CUSTOM'].includes(which)) throw malformedQuery(`unexpected token: '${which}'`);
    if (which !== 'STANDARD' && (limit === undefined || limit > MAX_LIMIT_WITH_ALL_FIELDS)) {
      throw malformedQuery(`The SOQL FIELDS function must have a LIMIT of at most ${MAX_LIMIT_WITH_ALL_FIELDS}`);
    }
    const fields = object.fields.filter(({ custom }) => which === 'ALL' || custom === (which === 'CUSTOM'));
    return fields.map(({ name: path }) => ({ kind: 'operand', operand: { kind: 'path', path, at } }));
  });

export function planColumns(input: PlannerInput, items: readonly SelectItem[]): Column[] {
  const columns: Column[] = [];
  let unnamed = 0;
  for (const item of items) {
    if (item.kind !== 'operand') continue;
    const column = atPosition(item.operand.at, () => {
      const planned = planColumn(input, item, unnamed);
      const isDuplicate = columns.some(
        ({ path, name }) => name === planned.name && path.join() === planned.path.join(),
      );
      if (isDuplicate) throw duplicateColumn(input, planned);
      return planned;
    });
    if (input.aggregate && item.operand.kind === 'call' && item.alias === undefined) unnamed += 1;
    columns.push(column);
  }
  return columns;
}

const duplicateColumn = ({ aggregate }: PlannerInput, { path, name }: Column): ApiError =>
  aggregate ? malformedQuery(`duplicate alias: ${name}`) : duplicateField([...path, name].join('.'));

const duplicateField = (name: string, at?: number): ApiError =>
  badRequest('INVALID_FIELD', `duplicate field selected: ${name}`, [], at);

function planColumn(input: PlannerInput, { operand, alias }: Selected, unnamed: number): Column {
  const { sql, field, aggregate } = toExpression(input.fields, operand);
  if (input.aggregate) {
    if (!aggregate) requireGrouped(input, sql, field.name, 'Field');
    const name = operand.kind === 'call' ? `expr${unnamed}` : field.name;
    return { path: [], name: alias ?? name, field, sql };
  }
  if (operand.kind === 'path') {
    if (alias !== undefined) throw malformedQuery('only aggregate expressions use field aliasing');
    return { path: input.fields.resolve(operand.path).path, name: field.name, field, sql };
  }
  const [argument] = operand.arguments;
  if (operand.name !== 'TOLABEL' || argument?.kind !== 'path') {
    throw malformedQuery(`unexpected token: '${operand.name}'`);
  }
  if (alias !== undefined) return { path: [], name: alias, field, sql };
  return { path: input.fields.resolve(argument.path).path, name: field.name, field, sql };
}

/** Every parent on the way to a column, once. Their keys follow the record's key and the columns in the SQL. */
export function planParents(fields: FieldResolver, schema: Schema, columns: readonly Column[]): ParentPlan[] {
  const prefixes = columns.flatMap(({ path }) => path.map((_, index) => path.slice(0, index + 1)));
  const paths = [...new Map(prefixes.map((path) => [path.join('.'), path])).values()];
  return paths.map((path, index) => planParent(fields, schema, path, 1 + columns.length + index));
}

function planParent(fields: FieldResolver, schema: Schema, path: readonly string[], index: number): ParentPlan {
  const keySql = (name: string): string => fields.resolve([...path, name].join('.')).sql;
  let object = fields.root;
  for (const relationship of path) {
    const reference = schema.findParent(object, relationship);
    if (reference && isPolymorphic(reference)) {
      const objectOf = (id: string): string => schema.findByKeyPrefix(id.slice(0, 3))?.name ?? 'Name';
      return { path, type: 'Name', index, objectOf, sql: keySql('Id') };
    }
    object = schema.findObject(reference?.referenceTo[0] ?? '') ?? object;
  }
  const { name } = object;
  return { path, type: name, index, objectOf: () => name, sql: keySql(keyColumn(object)) };
}

export function planChildren({ context, fields, aggregate }: PlannerInput, items: readonly SelectItem[]): ChildPlan[] {
  const selected = items.filter((item): item is SelectedChildren => item.kind === 'children');
  const children = selected.map(({ query, at }) =>
    atPosition(at, () => {
      if (aggregate) throw malformedQuery('Grouped queries cannot use child relationships in the SELECT list');
      if (context.isChild === true) throw malformedQuery('Child queries cannot be nested');
      const { path: relationship } = query.from;
      const found = context.schema.findChildren(fields.root, relationship.slice(relationship.lastIndexOf('.') + 1));
      if (!found) throw noSuchChildren(relationship).atPosition(query.from.at);
      return { name: found.field.childRelationship ?? '', query, child: found.child, foreignKey: found.field };
    }),
  );
  children.forEach(({ name }, index) => {
    const isFirst = children.findIndex((each) => each.name === name) === index;
    if (!isFirst) throw duplicateField(name, selected[index]?.at);
  });
  return children;
}

const noSuchChildren = (relationship: string): ApiError =>
  badRequest(
    'INVALID_TYPE',
    `Didn't understand relationship '${relationship}' in FROM part of query call. If you are ` +
      "attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. " +
      'Please reference your WSDL or the describe call for the appropriate names.',
  );
