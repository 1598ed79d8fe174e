import { badRequest } from '../api-error.ts';
import type { SObject } from '../schema/field.ts';
import {
  createRecord,
  findIdsByExternalId,
  getExternalIdField,
  parseRecordId,
  type RequestFields,
  updateRecord,
} from './record-store.ts';
import type { WriteContext } from './write-context.ts';

export interface UpsertResult {
  readonly id: string;
  readonly created: boolean;
}

/** Several records have the external id. */
export class MultipleChoicesError extends Error {
  override readonly name = 'MultipleChoices';
  readonly ids: readonly string[];

  constructor(ids: readonly string[]) {
    super(`${ids.length} records have this external id`);
    this.ids = ids;
  }
}

/**
 * Updates the record with this external id, or creates it. Call it inside a transaction.
 * @param fieldName an external id field, or `Id`
 * @throws ApiError, MultipleChoices
 */
export function upsertRecord(
  org: WriteContext,
  object: SObject,
  fieldName: string,
  value: unknown,
  requestFields: RequestFields,
): UpsertResult {
  const field = getExternalIdField(org, object, fieldName);
  const { [findKey(requestFields, field.name)]: _, ...fields } = requestFields;
  if (field.type === 'id') return upsertById(org, object, value, fields);
  if (value === null || value === undefined || value === '') {
    throw badRequest('MISSING_ARGUMENT', `${field.name} not specified`, [field.name]);
  }
  const ids = findIdsByExternalId(org, object, field.name, value);
  const [id] = ids;
  if (id === undefined) return { id: createRecord(org, object, { ...fields, [field.name]: value }), created: true };
  if (ids.length > 1) throw new MultipleChoicesError(ids);
  updateRecord(org, object, id, fields);
  return { id, created: false };
}

function upsertById(org: WriteContext, object: SObject, value: unknown, fields: RequestFields): UpsertResult {
  if (typeof value !== 'string' || value === '') return { id: createRecord(org, object, fields), created: true };
  const id = parseRecordId(object, value);
  updateRecord(org, object, id, fields);
  return { id, created: false };
}

/**
 * Rejects every record of a request whose external id another record of the request has too.
 * @param values of all records of the request
 * @throws ApiError DUPLICATE_VALUE from the returned check
 */
export function duplicateKeyCheck(field: string, values: readonly unknown[]): (value: unknown) => void {
  const keyOf = (value: unknown): string => String(value ?? '').toLowerCase();
  const counts = new Map<string, number>();
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1);
  return (value) => {
    if (keyOf(value) === '' || counts.get(keyOf(value)) === 1) return;
    throw badRequest('DUPLICATE_VALUE', `Duplicate external id specified: ${String(value)}`, [field]);
  };
}

/** The key of a field in a request, which may differ in case. */
export const findKey = (fields: RequestFields, name: string): string =>
  Object.keys(fields).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
