import { badRequest, malformedQuery, noSuchColumn, noSuchRelationship } from '../org/api-error.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import type { Schema } from '../org/schema/schema.ts';
import { keyColumn, quoteIdentifier } from '../org/tables.ts';
import { atPosition } from './error-position.ts';
import { ROOT_ALIAS } from './field-resolver.ts';
import { isPolymorphic, NAME_FIELDS } from './polymorphic.ts';
import type { PlannerInput, TypeofPlan } from './query-plan.ts';
import { type Cell, type JsonRecord, recordAttributes, toJsonValue } from './record-json.ts';
import type { FieldPath, SelectedTypeof, SelectItem } from './syntax-tree.ts';

export const planTypeofs = (input: PlannerInput, items: readonly SelectItem[]): TypeofPlan[] =>
  items.flatMap((item) => (item.kind === 'typeof' ? [atPosition(item.at, () => planTypeof(input, item))] : []));

function planTypeof({ context: { schema }, fields, aggregate }: PlannerInput, item: SelectedTypeof): TypeofPlan {
  if (aggregate) throw malformedQuery('TYPEOF is not allowed in a grouped query');
  const { path, at } = item.reference;
  const reference = schema.findParent(fields.root, path);
  if (!reference) throw noSuchRelationship(path).atPosition(at);
  if (!isPolymorphic(reference)) {
    throw badRequest('INVALID_FIELD', `TYPEOF needs a polymorphic relationship: '${path}' is none`, [], at);
  }
  const byObject = new Map<SObject, readonly Field[]>();
  for (const { object: when, fields: names } of item.cases) {
    const object = schema.findObject(when.path);
    if (!object || !reference.referenceTo.includes(object.name)) {
      throw malformedQuery(`'${when.path}' is none of the objects behind '${path}'`).atPosition(when.at);
    }
    if (byObject.has(object)) throw malformedQuery(`duplicate WHEN: '${when.path}'`).atPosition(when.at);
    byObject.set(object, getFields(schema, object, names));
  }
  for (const target of reference.referenceTo) {
    const object = schema.findObject(target);
    if (object && !byObject.has(object)) byObject.set(object, getNameFields(schema, object, item.otherwise));
  }
  return {
    name: reference.relationshipName ?? path,
    sql: `${ROOT_ALIAS}.${quoteIdentifier(reference.name)}`,
    fields: byObject,
  };
}

const getFields = (schema: Schema, object: SObject, names: readonly FieldPath[]): Field[] =>
  names.map(({ path, at }) => {
    const field = schema.findField(object, path);
    if (!field) throw noSuchColumn(path, object.name).atPosition(at);
    return field;
  });

/** The fields after ELSE, which every object must have. */
function getNameFields(schema: Schema, object: SObject, names: readonly FieldPath[]): Field[] {
  const allowed = ['Id', ...NAME_FIELDS].map((name) => name.toLowerCase());
  const wrong = names.find(({ path }) => !allowed.includes(path.toLowerCase()));
  if (wrong) throw noSuchColumn(wrong.path, 'Name').atPosition(wrong.at);
  return names.flatMap(({ path }) => schema.findField(object, path) ?? []);
}

/**
 * The records behind the references of a TYPEOF, by id.
 * @param select runs SQL that selects the key and the fields of the records whose keys are bound as JSON
 */
export function fetchTypeofRecords(
  schema: Schema,
  { fields }: TypeofPlan,
  ids: readonly string[],
  version: string,
  select: (sql: string, keys: string) => readonly (readonly Cell[])[],
): Map<string, JsonRecord> {
  const records = new Map<string, JsonRecord>();
  for (const [object, selected] of fields) {
    const idsOfObject = ids.filter((id) => schema.findByKeyPrefix(id.slice(0, 3)) === object);
    if (idsOfObject.length === 0) continue;
    const key = quoteIdentifier(keyColumn(object));
    const columns = [key, ...selected.map(({ name }) => quoteIdentifier(name))].join(', ');
    const sql = `SELECT ${columns} FROM ${quoteIdentifier(object.name)} WHERE ${key} IN (SELECT value FROM json_each(?))`;
    for (const [id, ...cells] of select(sql, JSON.stringify(idsOfObject))) {
      const record: JsonRecord = { attributes: recordAttributes(version, object.name, String(id)) };
      selected.forEach((field, index) => (record[field.name] = toJsonValue(field, cells[index] ?? null)));
      records.set(String(id), record);
    }
  }
  return records;
}
