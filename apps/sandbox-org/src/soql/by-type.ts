import { ApiError, malformedQuery, noSuchColumn, noSuchRelation } from '../org/api-error.ts';
import type { Field, SObject } from '../org/field.ts';
import type { Schema } from '../org/schema.ts';
import { keyOf, quoted } from '../org/tables.ts';
import { placed } from './place.ts';
import type { Draft } from './plan.ts';
import { isPolymorphic, nameFields } from './polymorphic.ts';
import { jsonValue } from './shape.ts';
import type { Cell, JsonRecord } from './shape.ts';
import type { Path, SelectedByType, SelectItem } from './syntax.ts';

/** `TYPEOF`: what is told of the record behind a reference depends on its object. */
export interface ByType {
  /** The relationship, e.g. `Who`. */
  readonly name: string;
  /** SQL of the reference. */
  readonly sql: string;
  /** Fields by object; an object that is not in it is told of by `attributes` alone. */
  readonly fields: ReadonlyMap<SObject, readonly Field[]>;
}

/** @throws ApiError */
export const byTypeOf = (draft: Draft, items: readonly SelectItem[]): ByType[] =>
  items.flatMap((item) => (item.kind === 'typeof' ? [placed(item.at, () => oneByType(draft, item))] : []));

function oneByType({ context: { schema }, scope, aggregate }: Draft, item: SelectedByType): ByType {
  if (aggregate) throw malformedQuery('TYPEOF is not allowed in a grouped query');
  const { path, at } = item.reference;
  const reference = schema.findParent(scope.root, path);
  if (!reference) throw noSuchRelation(path).placedAt(at);
  if (!isPolymorphic(reference)) {
    throw new ApiError(400, 'INVALID_FIELD', `TYPEOF needs a polymorphic relationship: '${path}' is none`, [], at);
  }
  const fields = new Map<SObject, readonly Field[]>();
  for (const { object: named, fields: wanted } of item.cases) {
    const object = reference.referenceTo.includes(schema.findObject(named.path)?.name ?? '')
      ? schema.findObject(named.path)
      : undefined;
    if (!object) throw malformedQuery(`'${named.path}' is none of the objects behind '${path}'`).placedAt(named.at);
    if (fields.has(object)) throw malformedQuery(`duplicate WHEN: '${named.path}'`).placedAt(named.at);
    fields.set(object, fieldsNamed(schema, object, wanted));
  }
  for (const target of reference.referenceTo) {
    const object = schema.findObject(target);
    if (object && !fields.has(object)) fields.set(object, commonFields(schema, object, item.otherwise));
  }
  return {
    name: reference.relationshipName ?? path,
    sql: `${scope.rootAlias}.${quoted(reference.name)}`,
    fields,
  };
}

const fieldsNamed = (schema: Schema, object: SObject, names: readonly Path[]): Field[] =>
  names.map(({ path, at }) => {
    const field = schema.findField(object, path);
    if (!field) throw noSuchColumn(path, object.name).placedAt(at);
    return field;
  });

/** ELSE knows only what every object has. */
function commonFields(schema: Schema, object: SObject, names: readonly Path[]): Field[] {
  const strange = names.find(
    ({ path }) => !['Id', ...nameFields].some((each) => each.toLowerCase() === path.toLowerCase()),
  );
  if (strange) throw noSuchColumn(strange.path, 'Name').placedAt(strange.at);
  return names.flatMap(({ path }) => schema.findField(object, path) ?? []);
}

/**
 * The records behind references, as answered.
 * @param rowsOf runs SQL that selects the key and then the fields of the records whose keys are bound as JSON
 */
export function recordsByType(
  schema: Schema,
  { fields }: ByType,
  ids: readonly string[],
  version: string,
  rowsOf: (sql: string, keys: string) => readonly (readonly Cell[])[],
): Map<string, JsonRecord> {
  const records = new Map<string, JsonRecord>();
  for (const [object, wanted] of fields) {
    const own = ids.filter((id) => schema.findByKeyPrefix(id.slice(0, 3)) === object);
    if (own.length === 0) continue;
    const columns = [keyOf(object), ...wanted.map(({ name }) => name)].map(quoted).join(', ');
    const sql = `SELECT ${columns} FROM ${quoted(object.name)} WHERE ${quoted(keyOf(object))} IN (SELECT value FROM json_each(?))`;
    for (const [key, ...cells] of rowsOf(sql, JSON.stringify(own))) {
      const url = `/services/data/${version}/sobjects/${object.name}/${String(key)}`;
      const record: JsonRecord = { attributes: { type: object.name, url } };
      wanted.forEach((field, index) => (record[field.name] = jsonValue(field, cells[index] ?? null)));
      records.set(String(key), record);
    }
  }
  return records;
}
