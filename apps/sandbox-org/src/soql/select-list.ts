import { ApiError, malformedQuery } from '../org/api-error.ts';
import type { SObject } from '../org/schema/field.ts';
import { requireGrouped } from './clauses.ts';
import { toExpression } from './expression.ts';
import { atPosition } from './error-position.ts';
import type { ChildPlan, Column, PlannerInput } from './plan-query.ts';
import type { FunctionCall, Query, Selected, SelectedChildren, SelectItem } from './syntax-tree.ts';

const MAX_LIMIT_WITH_ALL_FIELDS = 200;

/** `FIELDS(STANDARD)`, `FIELDS(CUSTOM)` and `FIELDS(ALL)` become the fields they stand for. @throws ApiError */
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
    const wanted = object.fields.filter(({ custom }) => which === 'ALL' || custom === (which === 'CUSTOM'));
    return wanted.map(({ name: path }) => ({ kind: 'operand', operand: { kind: 'path', path, at } }));
  });

/** The columns that a query selects. @throws ApiError */
export function planColumns(draft: PlannerInput, items: readonly SelectItem[]): Column[] {
  const columns: Column[] = [];
  let unnamed = 0;
  for (const item of items) {
    if (item.kind !== 'operand') continue;
    const column = atPosition(item.operand.at, () => {
      const made = planColumn(draft, item, unnamed);
      const same = columns.some(({ path, name }) => name === made.name && path.join() === made.path.join());
      if (same) throw duplicateColumn(draft, made);
      return made;
    });
    if (draft.aggregate && item.operand.kind === 'call' && item.alias === undefined) unnamed += 1;
    columns.push(column);
  }
  return columns;
}

const duplicateColumn = ({ aggregate }: PlannerInput, { path, name }: Column): ApiError =>
  aggregate
    ? malformedQuery(`duplicate alias: ${name}`)
    : new ApiError(400, 'INVALID_FIELD', `duplicate field selected: ${[...path, name].join('.')}`);

function planColumn(draft: PlannerInput, item: Selected, unnamed: number): Column {
  const { operand, alias } = item;
  const { sql, field, aggregate } = toExpression(draft.scope, operand);
  if (draft.aggregate) {
    if (!aggregate) requireGrouped(draft, sql, field.name, 'Field');
    const name = operand.kind === 'call' ? `expr${unnamed}` : field.name;
    return { path: [], name: alias ?? name, field, sql };
  }
  if (operand.kind === 'path') {
    if (alias !== undefined) throw malformedQuery('only aggregate expressions use field aliasing');
    return { path: draft.scope.resolve(operand.path).path, name: field.name, field, sql };
  }
  const [argument] = operand.arguments;
  if (operand.name !== 'TOLABEL' || argument?.kind !== 'path') {
    throw malformedQuery(`unexpected token: '${operand.name}'`);
  }
  if (alias !== undefined) return { path: [], name: alias, field, sql };
  return { path: draft.scope.resolve(argument.path).path, name: field.name, field, sql };
}

/** The child relationships that a query selects from. @throws ApiError */
export function planChildren({ context, scope, aggregate }: PlannerInput, items: readonly SelectItem[]): ChildPlan[] {
  const chosen = items.filter((item): item is SelectedChildren => item.kind === 'children');
  const children = chosen.map(({ query, at }) =>
    atPosition(at, () => {
      if (aggregate) throw malformedQuery('Grouped queries cannot use child relationships in the SELECT list');
      if (context.isChild === true) throw malformedQuery('Child queries cannot be nested');
      const { path: relationship } = query.from;
      const found = context.schema.findChildren(scope.root, relationship.slice(relationship.lastIndexOf('.') + 1));
      if (!found) throw noSuchChildren(relationship).atPosition(query.from.at);
      return { name: found.field.childRelationship ?? '', query, child: found.child, foreignKey: found.field };
    }),
  );
  children.forEach(({ name }, index) => {
    if (children.findIndex((each) => each.name === name) === index) return;
    throw new ApiError(400, 'INVALID_FIELD', `duplicate field selected: ${name}`, [], chosen[index]?.at);
  });
  return children;
}

const noSuchChildren = (relationship: string): ApiError =>
  new ApiError(
    400,
    'INVALID_TYPE',
    `Didn't understand relationship '${relationship}' in FROM part of query call. If you are ` +
      "attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. " +
      'Please reference your WSDL or the describe call for the appropriate names.',
  );
