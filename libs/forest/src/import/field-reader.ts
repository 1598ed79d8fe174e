import { ForestError } from '../errors.ts';

/** Reads fields of another program's JSON and rejects any other shape. */
export interface FieldReader {
  reject(reason: string): never;
  object(value: unknown, where: string): { readonly [key: string]: unknown };
  list(value: unknown, where: string): readonly unknown[];
  numbers(value: unknown, where: string): readonly number[];
  texts(value: unknown, where: string): readonly string[];
}

export function fieldReader(source: string): FieldReader {
  const reject = (reason: string): never => {
    throw new ForestError('import_invalid', { source, reason });
  };
  const list = (value: unknown, where: string): readonly unknown[] =>
    Array.isArray(value) ? value : reject(`${where} is not a list`);
  return {
    reject,
    list,
    object: (value, where) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as { readonly [key: string]: unknown })
        : reject(`${where} is missing`),
    numbers: (value, where) =>
      list(value, where).map((item) =>
        typeof item === 'number' && Number.isFinite(item)
          ? item
          : reject(`${where} has an entry that is not a finite number`),
      ),
    texts: (value, where) =>
      list(value, where).map((item) =>
        typeof item === 'string' ? item : reject(`${where} has an entry that is not a text`),
      ),
  };
}

/** Deeper than any useful tree; also ends the walk where child numbers form a cycle. */
export const MAX_IMPORT_DEPTH = 60;
