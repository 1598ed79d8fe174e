import { ApiError, malformedQuery, noSuchColumn, noSuchRelationship } from '../org/api-error.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import type { Schema } from '../org/schema/schema.ts';
import { keyColumn, quoteIdentifier } from '../org/tables.ts';
import { atPosition } from './error-position.ts';
import type { PlannerInput } from './plan-query.ts';
import { isPolymorphic, NAME_FIELDS } from './polymorphic.ts';
import { toJsonValue } from './record-json.ts';
import type { Cell, JsonRecord } from './record-json.ts';
import type { FieldPath, SelectedTypeof, SelectItem } from './syntax-tree.ts';

/** `TYPEOF`: what is told of the record behind a reference depends on its object. */
export interface TypeofPlan {
  /** The relationship, e.g. `Who`. */
  readonly name: string;
  /** SQL of the reference. */
  readonly sql: string;
  /** Fields by object; an object that is not in it is told of by `attributes` alone. */
  readonly fields: ReadonlyMap<SObject, readonly Field[]>;
}

/** @throws ApiError */
export const planTypeof = (draft: PlannerInput, items: readonly SelectItem[]): TypeofPlan[] =>
  items.flatMap((item) => (item.kind === 'typeof' ? [atPosition(item.at, () => planTypeofItem(draft, item))] : []));

function planTypeofItem({ context: { schema }, scope, aggregate }: PlannerInput, item: SelectedTypeof): TypeofPlan {
  if (aggregate) throw malformedQuery('TYPEOF is not allowed in a grouped query');
  const { path, at } = item.reference;
  const reference = schema.findParent(scope.root, path);
  if (!reference) throw noSuchRelationship(path).atPosition(at);
  if (!isPolymorphic(reference)) {
    throw new ApiError(400, 'INVALID_FIELD', `TYPEOF needs a polymorphic relationship: '${path}' is none`, [], at);
  }
  const fields = new Map<SObject, readonly Field[]>();
  for (const { object: named, fields: wanted } of item.cases) {
    const object = reference.referenceTo.includes(schema.findObject(named.path)?.name ?? '')
      ? schema.findObject(named.path)
      : undefined;
    if (!object) throw malformedQuery(`'${named.path}' is none of the objects behind '${path}'`).atPosition(named.at);
    if (fields.has(object)) throw malformedQuery(`duplicate WHEN: '${named.path}'`).atPosition(named.at);
    fields.set(object, getFields(schema, object, wanted));
  }
  for (const target of reference.referenceTo) {
    const object = schema.findObject(target);
    if (object && !fields.has(object)) fields.set(object, getNameFields(schema, object, item.otherwise));
  }
  return {
    name: reference.relationshipName ?? path,
    sql: `${scope.rootAlias}.${quoteIdentifier(reference.name)}`,
    fields,
  };
}

const getFields = (schema: Schema, object: SObject, names: readonly FieldPath[]): Field[] =>
  names.map(({ path, at }) => {
    const field = schema.findField(object, path);
    if (!field) throw noSuchColumn(path, object.name).atPosition(at);
    return field;
  });

/** ELSE knows only what every object has. */
function getNameFields(schema: Schema, object: SObject, names: readonly FieldPath[]): Field[] {
  const strange = names.find(
    ({ path }) => !['Id', ...NAME_FIELDS].some((each) => each.toLowerCase() === path.toLowerCase()),
  );
  if (strange) throw noSuchColumn(strange.path, 'Name').atPosition(strange.at);
  return names.flatMap(({ path }) => schema.findField(object, path) ?? []);
}

/**
 * The records behind references, as answered.
 * @param rowsOf runs SQL that selects the key and then the fields of the records whose keys are bound as JSON
 */
export function fetchTypeofRecords(
  schema: Schema,
  { fields }: TypeofPlan,
  ids: readonly string[],
  version: string,
  rowsOf: (sql: string, keys: string) => readonly (readonly Cell[])[],
): Map<string, JsonRecord> {
  const records = new Map<string, JsonRecord>();
  for (const [object, wanted] of fields) {
    const own = ids.filter((id) => schema.findByKeyPrefix(id.slice(0, 3)) === object);
    if (own.length === 0) continue;
    const columns = [keyColumn(object), ...wanted.map(({ name }) => name)].map(quoteIdentifier).join(', ');
    const sql = `SELECT ${columns} FROM ${quoteIdentifier(object.name)} WHERE ${quoteIdentifier(keyColumn(object))} IN (SELECT value FROM json_each(?))`;
    for (const [key, ...cells] of rowsOf(sql, JSON.stringify(own))) {
      const url = `/services/data/${version}/sobjects/${object.name}/${String(key)}`;
      const record: JsonRecord = { attributes: { type: object.name, url } };
      wanted.forEach((field, index) => (record[field.name] = toJsonValue(field, cells[index] ?? null)));
      records.set(String(key), record);
    }
  }
  return records;
}
