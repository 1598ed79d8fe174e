import type { ApexRecord, Value } from '../values/values.ts';
import type { Database } from './port.ts';
import type { Schema } from './schema.ts';

/** The record that a lookup points at, such as `Owner`; null where the lookup is empty. */
export function relatedRow(
  schema: Schema,
  database: Pick<Database, 'get'>,
  row: ApexRecord,
  name: string,
): ApexRecord | null {
  const relation = schema.get(row.type).relation(name);
  const target = relation ? schema.find(relation.references ?? '') : null;
  const id = relation ? row.fields.get(relation.name.toLowerCase()) : null;
  return target && typeof id === 'string' ? database.get(target, id) : null;
}

/** The value of `Parent.Profile.Name` from a row; null where a lookup is empty. */
export function valueAt(schema: Schema, database: Pick<Database, 'get'>, row: ApexRecord, path: string[]): Value {
  let current: ApexRecord = row;
  for (const name of path.slice(0, -1)) {
    const next = relatedRow(schema, database, current, name);
    if (!next) return null;
    current = next;
  }
  return current.fields.get((path.at(-1) ?? '').toLowerCase()) ?? null;
}
