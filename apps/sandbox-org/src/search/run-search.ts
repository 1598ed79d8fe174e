import type { Field, SObject } from '../org/schema/field.ts';
import type { Org } from '../org/org.ts';
import { prepareCached } from '../org/statements.ts';
import { quoteIdentifier } from '../org/tables.ts';
import { toJsonValue } from '../soql/record-json.ts';
import type { Cell, JsonRecord } from '../soql/record-json.ts';
import type { SoslSearch } from './sosl.ts';

const SEARCHED_FIELDS: Readonly<Record<SoslSearch['group'], (field: Field) => boolean>> = {
  ALL: ({ type, filterable }) => filterable && ['string', 'email', 'phone', 'url'].includes(type),
  NAME: ({ name, isName }) => isName || ['FirstName', 'LastName', 'Company'].includes(name),
  EMAIL: ({ type }) => type === 'email',
  PHONE: ({ type }) => type === 'phone',
};

/** LIKE pattern of a word that may stand anywhere in a field. */
const toLikePattern = (word: string): string =>
  `%${word
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_')}%`;

/** The records that a search finds. */
export function runSearch(org: Org, search: SoslSearch, version: string): JsonRecord[] {
  return search.returning.flatMap(({ object, fields, limit }) =>
    findRows(org, search, object, limit).map((row) => toSearchRecord(object, fields, row, version)),
  );
}

function findRows(org: Org, { words, group }: SoslSearch, object: SObject, limit: number): Record<string, Cell>[] {
  const columns = object.fields.filter(SEARCHED_FIELDS[group]).map(({ name }) => quoteIdentifier(name));
  if (columns.length === 0) return [];
  const one = `(${columns.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(' OR ')})`;
  const alive = object.fields.some(({ name }) => name === 'IsDeleted') ? ' AND "IsDeleted" = 0' : '';
  const sql = `SELECT * FROM ${quoteIdentifier(object.name)} WHERE ${words.map(() => one).join(' AND ')}${alive} ORDER BY "Id" LIMIT ?`;
  const params = words.flatMap((word) => columns.map(() => toLikePattern(word)));
  return prepareCached(org.db, sql).all(...params, limit) as Record<string, Cell>[];
}

function toSearchRecord(
  object: SObject,
  fields: readonly Field[],
  row: Record<string, Cell>,
  version: string,
): JsonRecord {
  const url = `/services/data/${version}/sobjects/${object.name}/${String(row.Id)}`;
  const record: JsonRecord = { attributes: { type: object.name, url } };
  for (const field of fields) record[field.name] = toJsonValue(field, row[field.name] ?? null);
  return record;
}
