import { malformedQuery, noSuchColumn, noSuchObject } from '../org/api-error.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import type { Schema } from '../org/schema/schema.ts';

/** What a search looks for and what it answers, object by object. */
export interface SoslSearch {
  /** Words that must each occur in a field; `*` stands for any letters, `?` for one. */
  readonly words: readonly string[];
  readonly group: 'ALL' | 'NAME' | 'EMAIL' | 'PHONE';
  readonly returning: readonly {
    readonly object: SObject;
    readonly fields: readonly Field[];
    readonly limit: number;
  }[];
}

const MAX_RESULTS = 2_000;
const FIELD_GROUPS = ['ALL', 'NAME', 'EMAIL', 'PHONE'] as const;

const malformedSearch = (message: string) => {
  const error = malformedQuery(message);
  return Object.assign(error, { errorCode: 'MALFORMED_SEARCH' });
};

/**
 * `FIND {text} [IN group FIELDS] RETURNING Object(Field, …), …`
 * @throws ApiError MALFORMED_SEARCH for any other form
 */
export function parseSosl(schema: Schema, text: string): SoslSearch {
  const match =
    /^\s*FIND\s*\{((?:\\.|[^}\\])*)\}\s*(?:IN\s+(\w+)\s+FIELDS\s+)?RETURNING\s+(.+?)(?:\s+LIMIT\s+(\d+))?\s*$/is.exec(
      text,
    );
  if (!match) throw malformedSearch("No viable alternative: expecting 'FIND {…} IN … FIELDS RETURNING …'");
  const [, found = '', group = 'ALL', returning = '', limit] = match;
  const known = FIELD_GROUPS.find((name) => name === group.toUpperCase());
  if (!known) throw malformedSearch(`unexpected token: '${group}'`);
  const words = splitWords(found);
  if (words.join('').replace(/[*?]/g, '').length < 2)
    throw malformedSearch('search term must be longer than one character');
  const most = Math.min(MAX_RESULTS, limit === undefined ? MAX_RESULTS : Number(limit));
  return { words, group: known, returning: parseReturning(schema, returning, most) };
}

const splitWords = (found: string): string[] =>
  found
    .replace(/\\(.)/g, '$1')
    .replaceAll('"', ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !/^(AND|OR|NOT)$/.test(word));

function parseReturning(schema: Schema, text: string, limit: number): SoslSearch['returning'] {
  const parts = text.match(/\w+\s*(\([^()]*\))?/g) ?? [];
  if (parts.join(',').replace(/\s/g, '') !== text.replace(/\s/g, ''))
    throw malformedSearch(`unexpected token in RETURNING: '${text}'`);
  return parts.map((part) => {
    const [, name = '', list] = /^(\w+)\s*(?:\(([^()]*)\))?$/.exec(part.trim()) ?? [];
    const object = schema.findObject(name);
    if (!object) throw noSuchObject(name);
    const names = list === undefined ? ['Id'] : list.split(',').map((each) => each.trim());
    const fields = names.map((each) => {
      const field = schema.findField(object, each);
      if (!field) throw noSuchColumn(each, object.name);
      return field;
    });
    return { object, fields, limit };
  });
}
