import type { ApexRecord, Value } from '../../values/values.ts';
import type { Database } from '../port.ts';
import type { Schema } from '../schema.ts';

/** The value of `Parent.Profile.Name` from a row; null where a lookup is empty. */
export function valueAt(schema: Schema, database: Pick<Database, 'get'>, row: ApexRecord, path: string[]): Value {
  let current: ApexRecord = row;
  for (const name of path.slice(0, -1)) {
    const relation = schema.get(current.type).relation(name);
    const target = relation ? schema.find(relation.references ?? '') : null;
    const id = relation ? current.fields.get(relation.name.toLowerCase()) : null;
    const next = target && typeof id === 'string' ? database.get(target, id) : null;
    if (!next) return null;
    current = next;
  }
  return current.fields.get((path.at(-1) ?? '').toLowerCase()) ?? null;
}
