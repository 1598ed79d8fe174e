import { ApiError } from './api-error.ts';
import type { Field, SObject } from './field.ts';
import { storedValue } from './field-value.ts';
import type { Org } from './org.ts';
import { createRecord, updateRecord } from './record-store.ts';
import type { SentFields } from './record-store.ts';
import { quoted } from './tables.ts';

export interface Upserted {
  readonly id: string;
  readonly created: boolean;
}

/** The external id field of that name, or the record id itself. @throws ApiError NOT_FOUND */
export function externalIdField(org: Org, object: SObject, name: string): Field {
  const field = org.schema.findField(object, name);
  if (field && (field.externalId || field.name === 'Id')) return field;
  throw new ApiError(404, 'NOT_FOUND', 'Provided external ID field does not exist or is not accessible: ' + name);
}

/**
 * Creates the record with this external id, or changes the one that has it. Call it inside a transaction.
 * @throws ApiError MULTIPLE_CHOICES where several records have it, and what creating or changing throws
 */
export function upsertRecord(org: Org, object: SObject, key: Field, value: unknown, sent: SentFields): Upserted {
  if (value === undefined || value === null || value === '') {
    throw new ApiError(400, 'MISSING_ARGUMENT', `${key.name} not specified`);
  }
  const stored = storedValue(org.schema, key, value);
  const rows = org.db
    .prepare(`SELECT "Id" FROM ${quoted(object.name)} WHERE ${quoted(key.name)} = ? AND "IsDeleted" = 0 LIMIT 2`)
    .all(stored);
  if (rows.length > 1) {
    throw new ApiError(
      300,
      'MULTIPLE_CHOICES',
      `more than one record found for external id field: [${rows.map(({ Id }) => Id).join(', ')}]`,
    );
  }
  const id = rows[0]?.Id;
  if (typeof id === 'string') {
    updateRecord(org, object, id, sent);
    return { id, created: false };
  }
  if (key.name === 'Id')
    throw new ApiError(404, 'NOT_FOUND', 'Provided external ID field does not exist or is not accessible: Id');
  return { id: createRecord(org, object, { ...sent, [key.name]: value }), created: true };
}
