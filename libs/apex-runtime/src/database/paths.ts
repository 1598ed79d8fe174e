import { ApexRecord, type Value } from '../values/values.ts';
import type { Database } from './port.ts';
import type { FieldShape, ObjectShape, Schema } from './schema.ts';

/** The record that a lookup points at, such as `Owner`; null where the lookup is empty. */
export function relatedRow(
  schema: Schema,
  database: Pick<Database, 'get'>,
  row: ApexRecord,
  name: string,
): ApexRecord | null {
  const relation = schema.get(row.type).relation(name);
  const target = relation ? schema.find(relation.references ?? '') : null;
  if (relation && target && DEFINITIONS.has(target.name)) return definition(schema, target, relation, row);
  const id = relation ? row.fields.get(relation.name.toLowerCase()) : null;
  return target && typeof id === 'string' ? database.get(target, id) : null;
}

/** Objects whose records describe the schema; custom metadata refers to them by name. */
const DEFINITIONS = new Set(['EntityDefinition', 'FieldDefinition']);

function definition(schema: Schema, target: ObjectShape, relation: FieldShape, row: ApexRecord): ApexRecord | null {
  const value = row.fields.get(relation.name.toLowerCase());
  if (typeof value !== 'string') return null;
  const name = value.split('.').at(-1) ?? '';
  const label = target.name === 'EntityDefinition' ? (schema.find(name)?.label ?? name) : name;
  const fields: [string, Value][] = [
    ['id', value],
    ['durableid', value],
    ['qualifiedapiname', name],
    ['developername', name.replace(/__\w+$/, '')],
    ['label', label],
    ['masterlabel', label],
  ];
  return new ApexRecord(target.type, new Map(fields));
}

/** The value of `Parent.Profile.Name` from a row; null where a lookup is empty. */
export function valueAt(schema: Schema, database: Pick<Database, 'get'>, row: ApexRecord, path: string[]): Value {
  let current: ApexRecord = row;
  for (const name of path.slice(0, -1)) {
    const next = relatedRow(schema, database, current, name);
    if (!next) return null;
    current = next;
  }
  const last = path.at(-1) ?? '';
  return current.fields.get((schema.get(current.type).field(last)?.name ?? last).toLowerCase()) ?? null;
}
