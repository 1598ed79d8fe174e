import type { FieldType, Query, Subquery } from '@jetstreamapp/soql-parser-js';
import { ApiError, malformedQuery } from '../org/api-error.ts';
import type { SObject } from '../org/field.ts';
import { requireGrouped } from './clauses.ts';
import { expressionOf } from './expression.ts';
import type { ChildPlan, Column, Draft } from './plan.ts';

const MOST_WITH_ALL_FIELDS = 200;

/** `FIELDS(STANDARD)`, `FIELDS(CUSTOM)` and `FIELDS(ALL)` become the fields they stand for. @throws ApiError */
export function expandFields(object: SObject, { fields = [], limit }: Query | Subquery): FieldType[] {
  return fields.flatMap((item): FieldType[] => {
    if (item.type !== 'FieldFunctionExpression' || item.functionName.toUpperCase() !== 'FIELDS') return [item];
    const which = String(item.parameters[0]).toUpperCase();
    if (!['ALL', 'STANDARD', 'CUSTOM'].includes(which)) throw malformedQuery(`unexpected token: '${which}'`);
    if (which !== 'STANDARD' && (limit === undefined || limit > MOST_WITH_ALL_FIELDS)) {
      throw malformedQuery(`The SOQL FIELDS function must have a LIMIT of at most ${MOST_WITH_ALL_FIELDS}`);
    }
    const wanted = object.fields.filter(({ custom }) => which === 'ALL' || custom === (which === 'CUSTOM'));
    return wanted.map(({ name }) => ({ type: 'Field', field: name }));
  });
}

/** The columns that a query selects. @throws ApiError */
export function columnsOf(draft: Draft, fields: readonly FieldType[]): Column[] {
  const columns: Column[] = [];
  let unnamed = 0;
  for (const item of fields) {
    if (item.type === 'FieldSubquery') continue;
    if (item.type === 'FieldTypeof') throw malformedQuery("unexpected token: 'TYPEOF'");
    const column =
      item.type === 'FieldFunctionExpression' ? callColumn(draft, item, unnamed) : fieldColumn(draft, item);
    if (item.type === 'FieldFunctionExpression' && item.alias === undefined) unnamed += 1;
    const same = columns.some(({ path, name }) => name === column.name && path.join() === column.path.join());
    if (same)
      throw new ApiError(400, 'INVALID_FIELD', `duplicate field selected: ${[...column.path, column.name].join('.')}`);
    columns.push(column);
  }
  return columns;
}

function callColumn(draft: Draft, item: FieldType & { type: 'FieldFunctionExpression' }, unnamed: number): Column {
  const { sql, field, aggregate } = expressionOf(draft.scope, item);
  if (!draft.aggregate) throw malformedQuery(`unexpected token: '${item.functionName}'`);
  if (!aggregate) requireGrouped(draft, sql, field.name, 'Field');
  return { path: [], name: item.alias ?? `expr${unnamed}`, field, sql };
}

type PlainField = Exclude<FieldType, { type: 'FieldSubquery' | 'FieldTypeof' | 'FieldFunctionExpression' }>;

function fieldColumn(draft: Draft, item: PlainField): Column {
  const { sql, field, path } = draft.scope.find(pathOf(item));
  const alias = 'alias' in item ? item.alias : undefined;
  if (draft.aggregate) {
    requireGrouped(draft, sql, field.name, 'Field');
    return { path: [], name: alias ?? field.name, field, sql };
  }
  if (alias !== undefined) throw malformedQuery('only aggregate expressions use field aliasing');
  return { path, name: field.name, field, sql };
}

function pathOf(item: PlainField): string {
  if (item.type === 'FieldRelationship') return [...item.relationships, item.field].join('.');
  return 'objectPrefix' in item && item.objectPrefix ? `${item.objectPrefix}.${item.field}` : item.field;
}

/** The child relationships that a query selects from. @throws ApiError */
export function childrenOf({ context, scope, aggregate }: Draft, fields: readonly FieldType[]): ChildPlan[] {
  return fields.flatMap((item) => {
    if (item.type !== 'FieldSubquery') return [];
    if (aggregate) throw malformedQuery('Grouped queries cannot use child relationships in the SELECT list');
    const { subquery } = item;
    const found = context.schema.findChildren(scope.root, subquery.relationshipName);
    if (!found) {
      throw new ApiError(
        400,
        'INVALID_TYPE',
        `Didn't understand relationship '${subquery.relationshipName}' in FROM part of query call. If you are ` +
          "attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. " +
          'Please reference your WSDL or the describe call for the appropriate names.',
      );
    }
    return [
      { name: found.field.childRelationship ?? '', query: subquery, child: found.child, foreignKey: found.field },
    ];
  });
}
