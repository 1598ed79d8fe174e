import express, { type Router } from 'express';
import { parseVersion } from '../http/version.ts';
import type { Org } from '../org/org.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import { prepareCached } from '../org/statements.ts';
import { quoteIdentifier } from '../org/tables.ts';
import { type Cell, toRecord } from '../soql/record-json.ts';
import { parseSosl, type SoslSearch } from './sosl.ts';

export function searchRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  router.get('/search', (req, res) => {
    const search = parseSosl(org.schema, typeof req.query.q === 'string' ? req.query.q : '');
    const searchRecords = search.returning.flatMap(({ object, fields, limit }) =>
      findRows(org, search, object, limit).map((row) => toRecord(object, row, fields, parseVersion(req))),
    );
    res.json({ searchRecords });
  });
  return router;
}

const SEARCHED_FIELDS: Readonly<Record<SoslSearch['group'], (field: Field) => boolean>> = {
  ALL: ({ type, filterable }) => filterable && ['string', 'email', 'phone', 'url'].includes(type),
  NAME: ({ name, isName }) => isName || ['FirstName', 'LastName', 'Company'].includes(name),
  EMAIL: ({ type }) => type === 'email',
  PHONE: ({ type }) => type === 'phone',
};

function findRows(org: Org, { words, group }: SoslSearch, object: SObject, limit: number): Record<string, Cell>[] {
  const columns = object.fields.filter(SEARCHED_FIELDS[group]).map(({ name }) => quoteIdentifier(name));
  if (columns.length === 0) return [];
  const anyColumn = `(${columns.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(' OR ')})`;
  const notDeleted = object.fields.some(({ name }) => name === 'IsDeleted') ? ' AND "IsDeleted" = 0' : '';
  const where = words.map(() => anyColumn).join(' AND ') + notDeleted;
  const sql = `SELECT * FROM ${quoteIdentifier(object.name)} WHERE ${where} ORDER BY "Id" LIMIT ?`;
  const params = words.flatMap((word) => columns.map(() => toLikePattern(word)));
  return prepareCached(org.db, sql).all(...params, limit) as Record<string, Cell>[];
}

/** The LIKE pattern of a word anywhere in a field. */
const toLikePattern = (word: string): string =>
  `%${word
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_')}%`;
