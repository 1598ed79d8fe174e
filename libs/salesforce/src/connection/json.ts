import { SalesforceError } from '../errors.ts';

/** JSON is checked where a response arrives, so that nothing further in meets an unexpected type. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws SalesforceError `response_unreadable` */
export function parseJson(body: string, context: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw unreadable(context, `the response is not JSON (“${body.slice(0, 80)}”)`, cause);
  }
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function expectObject(value: unknown, context: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw unreadable(context, 'an object was expected');
}

export function expectObjects(value: unknown, context: string): readonly JsonObject[] {
  if (Array.isArray(value) && value.every(isJsonObject)) return value;
  throw unreadable(context, 'a list of objects was expected');
}

export function expectText(object: JsonObject, key: string, context: string): string {
  const value = object[key];
  if (typeof value === 'string' && value !== '') return value;
  throw unreadable(context, `“${key}” is missing`);
}

export function expectNumber(object: JsonObject, key: string, context: string): number {
  const value = object[key];
  if (typeof value === 'number') return value;
  throw unreadable(context, `“${key}” is not a number`);
}

export const findText = (object: JsonObject, key: string): string | undefined => {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
};

const unreadable = (context: string, problem: string, cause?: unknown) =>
  new SalesforceError('response_unreadable', { context, problem }, { cause });
