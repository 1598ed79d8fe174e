import type { Field, SObject } from '../org/field.ts';
import type { Org } from '../org/org.ts';
import { statement } from '../org/statements.ts';
import { quoted } from '../org/tables.ts';
import { jsonValue } from '../soql/shape.ts';
import type { Cell, JsonRecord } from '../soql/shape.ts';
import type { Search } from './sosl.ts';

const searched: Readonly<Record<Search['group'], (field: Field) => boolean>> = {
  ALL: ({ type, filterable }) => filterable && ['string', 'email', 'phone', 'url'].includes(type),
  NAME: ({ name, isName }) => isName || ['FirstName', 'LastName', 'Company'].includes(name),
  EMAIL: ({ type }) => type === 'email',
  PHONE: ({ type }) => type === 'phone',
};

/** LIKE pattern of a word that may stand anywhere in a field. */
const patternOf = (word: string): string =>
  `%${word
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_')}%`;

/** The records that a search finds. */
export function runSearch(org: Org, search: Search, version: string): JsonRecord[] {
  return search.returning.flatMap(({ object, fields, limit }) =>
    found(org, search, object, limit).map((row) => answer(object, fields, row, version)),
  );
}

function found(org: Org, { words, group }: Search, object: SObject, limit: number): Record<string, Cell>[] {
  const columns = object.fields.filter(searched[group]).map(({ name }) => quoted(name));
  if (columns.length === 0) return [];
  const one = `(${columns.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(' OR ')})`;
  const alive = object.fields.some(({ name }) => name === 'IsDeleted') ? ' AND "IsDeleted" = 0' : '';
  const sql = `SELECT * FROM ${quoted(object.name)} WHERE ${words.map(() => one).join(' AND ')}${alive} ORDER BY "Id" LIMIT ?`;
  const params = words.flatMap((word) => columns.map(() => patternOf(word)));
  return statement(org.db, sql).all(...params, limit) as Record<string, Cell>[];
}

function answer(object: SObject, fields: readonly Field[], row: Record<string, Cell>, version: string): JsonRecord {
  const url = `/services/data/${version}/sobjects/${object.name}/${String(row.Id)}`;
  const record: JsonRecord = { attributes: { type: object.name, url } };
  for (const field of fields) record[field.name] = jsonValue(field, row[field.name] ?? null);
  return record;
}
