import type { Vm } from '../run/vm.ts';
import { keyOf } from '../values/compare.ts';
import { ApexList, type ApexRecord, type Value } from '../values/values.ts';
import { T } from '../types/builtin.ts';
import type { RowError } from './port.ts';
import type { BoundCondition, BoundQuery } from './query.ts';
import type { FieldShape, ObjectShape } from './schema.ts';

/** What becomes of a row of an upsert. */
export type UpsertMatch = { operation: 'insert' } | { operation: 'update'; id: string } | { error: RowError };

/** Why upsert may not match records by a field; null if it may. The wording is known. */
export const keyProblem = (field: FieldShape): string | null =>
  field.isIdLookup
    ? null
    : `Invalid field for upsert, must be an External Id custom or standard indexed field: ${field.name}`;

export const GENERIC_UPSERT = 'Upsert with a field specification requires a concrete SObject type';

/** The field of `Database.upsert(records, field)`. @throws TypeException for one that records cannot be matched by */
export function checkedKey(vm: Vm, records: Value, field: FieldShape): FieldShape {
  const problem = records instanceof ApexList && records.type.item === T.SObject ? GENERIC_UPSERT : keyProblem(field);
  if (problem !== null) throw vm.error('TypeException', problem);
  return field;
}

/**
 * Whether each row is inserted or updated (Apex Developer Guide, Upserting Records): no match is an insert, one an update, several an
 * error. Without a key the id decides. Rows of one chunk with the same key all fail. Records are matched whether or not the user
 * sees them; saving checks the rights (unverified). Texts match regardless of case only in unique fields that treat "ABC" and "abc"
 * as duplicates, and in standard fields (unverified).
 */
export function matchRows(vm: Vm, shape: ObjectShape, rows: ApexRecord[], key: FieldShape | null): UpsertMatch[] {
  if (!key || key.name === 'Id') {
    return rows.map(({ id }) => (id === null ? { operation: 'insert' } : { operation: 'update', id }));
  }
  const name = key.name.toLowerCase();
  const values = rows.map((row) => row.fields.get(name) ?? null);
  const counts = new Map<unknown, number>();
  for (const value of values) {
    const found = matchKey(key, value);
    if (found !== null) counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  const stored = storedBy(vm, shape, key, values);
  return values.map((value, place): UpsertMatch => {
    const found = matchKey(key, value);
    if (found === null) return failed('MISSING_ARGUMENT', `${key.name} not specified`, []);
    if ((counts.get(found) ?? 0) > 1) {
      return failed('DUPLICATE_VALUE', `Duplicate external id specified: ${String(value)}`, [key.name]);
    }
    return matchOf(stored.get(found) ?? [], rows[place] as ApexRecord, key);
  });
}

/** StatusCode (SOAP API); the wordings are known. */
function matchOf(ids: string[], row: ApexRecord, key: FieldShape): UpsertMatch {
  const [id] = ids;
  if (id === undefined) return { operation: 'insert' };
  if (ids.length > 1) {
    const message = `More than one record found for external id field: [${ids.join(', ')}]`;
    return failed('DUPLICATE_EXTERNAL_ID', message, [key.name]);
  }
  // The Id of another record than the one that the key names: unverified.
  if (row.id !== null && row.id !== id) {
    const message = 'The Id of the record is not the one that its external id names';
    return failed('INVALID_FIELD_FOR_INSERT_UPDATE', message, ['Id']);
  }
  return { operation: 'update', id };
}

const failed = (status: string, message: string, fields: string[]): UpsertMatch => ({
  error: { status, message, fields },
});

const matchKey = (field: FieldShape, value: Value): unknown =>
  value === null || value === ''
    ? null
    : keyOf(typeof value === 'string' && !field.isCaseSensitive ? value.toLowerCase() : value);

/** Ids of stored records by the key of their value. It costs no query. */
function storedBy(vm: Vm, shape: ObjectShape, key: FieldShape, values: Value[]): Map<unknown, string[]> {
  const wanted = values.filter((value) => matchKey(key, value) !== null);
  const ids = new Map<unknown, string[]>();
  if (wanted.length === 0) return ids;
  const where: BoundCondition = { kind: 'compare', path: [key.name], operator: 'IN', value: wanted };
  const all = { groupBy: [], orderBy: [], limit: null, offset: 0, allRows: false, mode: 'system' as const };
  const query: BoundQuery = { object: shape, select: [{ path: ['Id'] }, { path: [key.name] }], where, ...all };
  const name = key.name.toLowerCase();
  for (const row of vm.ports.database.find(query, { mode: 'system', sharing: false })) {
    const found = matchKey(key, row.fields.get(name) ?? null);
    if (found !== null && row.id !== null) ids.set(found, [...(ids.get(found) ?? []), row.id]);
  }
  return ids;
}
