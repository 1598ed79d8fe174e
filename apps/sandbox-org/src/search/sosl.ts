import type { ApiError } from '../org/api-error.ts';
import { badRequest, noSuchColumn, noSuchObject } from '../org/api-error.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import type { Schema } from '../org/schema/schema.ts';

export interface SoslSearch {
  /** Words that must all occur in a field; `*` matches any text, `?` one character. */
  readonly words: readonly string[];
  readonly group: (typeof FIELD_GROUPS)[number];
  readonly returning: readonly {
    readonly object: SObject;
    readonly fields: readonly Field[];
    readonly limit: number;
  }[];
}

const MAX_RESULTS = 2_000;
const FIELD_GROUPS = ['ALL', 'NAME', 'EMAIL', 'PHONE'] as const;

const malformedSearch = (message: string): ApiError => badRequest('MALFORMED_SEARCH', message);

/**
 * Parses `FIND {text} [IN group FIELDS] RETURNING Object(Field, …), …`.
 * @throws ApiError MALFORMED_SEARCH for any other form
 */
export function parseSosl(schema: Schema, sosl: string): SoslSearch {
  const match =
    /^\s*FIND\s*\{((?:\\.|[^}\\])*)\}\s*(?:IN\s+(\w+)\s+FIELDS\s+)?RETURNING\s+(.+?)(?:\s+LIMIT\s+(\d+))?\s*$/is.exec(
      sosl,
    );
  if (!match) throw malformedSearch("No viable alternative: expecting 'FIND {…} IN … FIELDS RETURNING …'");
  const [, find = '', groupName = 'ALL', returning = '', limit = MAX_RESULTS] = match;
  const group = FIELD_GROUPS.find((name) => name === groupName.toUpperCase());
  if (!group) throw malformedSearch(`unexpected token: '${groupName}'`);
  const words = splitWords(find);
  if (words.join('').replace(/[*?]/g, '').length < 2) {
    throw malformedSearch('search term must be longer than one character');
  }
  return { words, group, returning: parseReturning(schema, returning, Math.min(MAX_RESULTS, Number(limit))) };
}

const splitWords = (find: string): string[] =>
  find
    .replace(/\\(.)/g, '$1')
    .replaceAll('"', ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !/^(AND|OR|NOT)$/.test(word));

function parseReturning(schema: Schema, text: string, limit: number): SoslSearch['returning'] {
  const parts = text.match(/\w+\s*(\([^()]*\))?/g) ?? [];
  if (parts.join(',').replace(/\s/g, '') !== text.replace(/\s/g, '')) {
    throw malformedSearch(`unexpected token in RETURNING: '${text}'`);
  }
  return parts.map((part) => {
    const [, name = '', fieldNames = 'Id'] = /^(\w+)\s*(?:\(([^()]*)\))?$/.exec(part.trim()) ?? [];
    const object = schema.findObject(name);
    if (!object) throw noSuchObject(name);
    const fields = fieldNames.split(',').map((fieldName) => {
      const field = schema.findField(object, fieldName.trim());
      if (!field) throw noSuchColumn(fieldName.trim(), object.name);
      return field;
    });
    return { object, fields, limit };
  });
}
