import { SalesforceError } from '../errors.ts';

/** Readers for JSON answers: the type is checked where the answer comes in, so that nothing further in can be surprised. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function parseJson(body: string, what: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new SalesforceError(
      'answer_unreadable',
      `${what}: the answer is not JSON (“${body.slice(0, 80)}”).`,
      {},
      { cause: error },
    );
  }
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function expectObject(value: unknown, what: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw new SalesforceError('answer_unreadable', `${what}: an object was expected.`);
}

export function expectObjects(value: unknown, what: string): readonly JsonObject[] {
  if (Array.isArray(value) && value.every(isJsonObject)) return value;
  throw new SalesforceError('answer_unreadable', `${what}: a list of objects was expected.`);
}

export function expectText(object: JsonObject, key: string, what: string): string {
  const value = object[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new SalesforceError('answer_unreadable', `${what}: “${key}” is missing.`, { key });
}

export const findText = (object: JsonObject, key: string): string | undefined => {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
};

export function expectNumber(object: JsonObject, key: string, what: string): number {
  const value = object[key];
  if (typeof value === 'number') return value;
  throw new SalesforceError('answer_unreadable', `${what}: “${key}” is not a number.`, { key });
}
