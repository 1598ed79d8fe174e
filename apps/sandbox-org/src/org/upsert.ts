import { ApiError } from './api-error.ts';
import type { SObject } from './field.ts';
import { checkedId, createRecord, externalIdField, idsByExternalId, updateRecord } from './record-store.ts';
import type { SentFields } from './record-store.ts';
import type { Writer } from './writer.ts';

export interface Upserted {
  readonly id: string;
  readonly created: boolean;
}

/** Several records carry the external id: which ones. */
export class MultipleChoices extends Error {
  override readonly name = 'MultipleChoices';
  readonly ids: readonly string[];

  constructor(ids: readonly string[]) {
    super(`${ids.length} records have this external id`);
    this.ids = ids;
  }
}

/**
 * Changes the record with this external id, or creates it. Call it inside a transaction.
 * @param fieldName an external id field, or `Id`
 * @throws ApiError, MultipleChoices
 */
export function upsertRecord(
  org: Writer,
  object: SObject,
  fieldName: string,
  value: unknown,
  sent: SentFields,
): Upserted {
  const field = externalIdField(org, object, fieldName);
  const { [keyIn(sent, field.name)]: _, ...fields } = sent;
  if (field.type === 'id') return byId(org, object, value, fields);
  if (value === null || value === undefined || value === '') {
    throw new ApiError(400, 'MISSING_ARGUMENT', `${field.name} not specified`, [field.name]);
  }
  const ids = idsByExternalId(org, object, field.name, value);
  const [id] = ids;
  if (id === undefined) return { id: createRecord(org, object, { ...fields, [field.name]: value }), created: true };
  if (ids.length > 1) throw new MultipleChoices(ids);
  updateRecord(org, object, id, fields);
  return { id, created: false };
}

function byId(org: Writer, object: SObject, value: unknown, fields: SentFields): Upserted {
  if (typeof value !== 'string' || value === '') return { id: createRecord(org, object, fields), created: true };
  const id = checkedId(object, value);
  updateRecord(org, object, id, fields);
  return { id, created: false };
}

/** The name under which the record sends the field, whatever its case. */
export const keyIn = (sent: SentFields, name: string): string =>
  Object.keys(sent).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
