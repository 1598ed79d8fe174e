import { ForestError } from '../errors.ts';

/** Reads fields of foreign JSON, refusing whatever has another shape. */
export interface FieldReader {
  reject(reason: string): never;
  object(value: unknown, where: string): { readonly [key: string]: unknown };
  list(value: unknown, where: string): readonly unknown[];
  numbers(value: unknown, where: string): readonly number[];
  texts(value: unknown, where: string): readonly string[];
}

export function fieldReader(source: string): FieldReader {
  const refuse = (reason: string): never => {
    throw new ForestError({ code: 'import_invalid', source, reason });
  };
  const list = (value: unknown, where: string): readonly unknown[] =>
    Array.isArray(value) ? value : refuse(`${where} is no list`);
  return {
    reject: refuse,
    list,
    object: (value, where) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as { readonly [key: string]: unknown })
        : refuse(`${where} is missing`),
    numbers: (value, where) =>
      list(value, where).map((item) =>
        typeof item === 'number' && Number.isFinite(item) ? item : refuse(`${where} has an entry that is no number`),
      ),
    texts: (value, where) =>
      list(value, where).map((item) =>
        typeof item === 'string' ? item : refuse(`${where} has an entry that is no text`),
      ),
  };
}

/** Deeper than any tree worth having; also ends the walk over a child list that goes in circles. */
export const MAX_IMPORT_DEPTH = 60;
