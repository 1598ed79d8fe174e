import { type Field, NUMBER_TYPES } from '../org/schema/field.ts';
import type { Column, QueryPlan } from '../soql/query-plan.ts';
import type { Json } from '../soql/record-json.ts';

const APEX_TYPES: Partial<Readonly<Record<Field['type'], string>>> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Double',
  currency: 'Double',
  percent: 'Double',
  date: 'Date',
  datetime: 'Datetime',
  address: 'Address',
};

/**
 * `columns=true`: what a query would return, without its records. The platform has it undocumented, for its command line;
 * the names are those that the command line reads.
 */
export function columnMetadata(plan: QueryPlan): Json {
  return {
    columnMetadata: [
      ...toColumns(plan, plan.columns, 0),
      ...plan.children.map(({ name }) => column(name, undefined, [])),
    ],
    entityName: plan.object.name,
    groupBy: plan.aggregate,
    idSelected: plan.columns.some(({ path, name }) => path.length === 0 && name === 'Id'),
    keyPrefix: plan.object.keyPrefix,
  };
}

/** Columns from a depth of relationships on; a parent is a column with the columns of its fields. */
function toColumns(plan: QueryPlan, columns: readonly Column[], depth: number): Json[] {
  const groups = Map.groupBy(columns, ({ path, name }) => path[depth] ?? name);
  return [...groups].map(([name, group]) => {
    const [first] = group as [Column, ...Column[]];
    if (first.path.length <= depth)
      return column(name, first.field, [], plan.aggregate && first.name !== first.field.name);
    return column(name, undefined, toColumns(plan, group, depth + 1));
  });
}

const column = (
  name: string,
  field: Field | undefined,
  joinColumns: Json[],
  aggregate = field === undefined,
): Json => ({
  aggregate,
  apexType: field === undefined ? null : (APEX_TYPES[field.type] ?? 'String'),
  booleanType: field?.type === 'boolean',
  columnName: name,
  custom: field?.name.endsWith('__c') ?? false,
  displayName: name,
  foreignKeyName: null,
  insertable: field?.createable ?? false,
  joinColumns,
  numberType: field !== undefined && NUMBER_TYPES.includes(field.type),
  textType: field !== undefined && !NUMBER_TYPES.includes(field.type) && APEX_TYPES[field.type] === undefined,
  updatable: field?.updateable ?? false,
});
