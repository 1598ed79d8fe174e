import { ApiError } from '../org/api-error.ts';
import type { Field, SObject } from '../org/field.ts';
import { checkedId, createRecord, deleteRecord, updateRecord } from '../org/record-store.ts';
import type { SentFields } from '../org/record-store.ts';
import type { Schema } from '../org/schema.ts';
import { upsertRecord } from '../org/upsert.ts';
import type { Writer } from '../org/writer.ts';
import type { SaveResult } from '../http/save-each.ts';

export const ingestOperations = ['insert', 'update', 'upsert', 'delete', 'hardDelete'] as const;
export type IngestOperation = (typeof ingestOperations)[number];

/** What is to be done with every row of a file. */
export interface Ingest {
  readonly operation: IngestOperation;
  readonly object: SObject;
  /** Of an upsert: the external id field, or `Id`. */
  readonly externalIdField: string;
}

/** The fields that a header names. @throws ApiError where it names one that does not exist */
export function headerFields(schema: Schema, object: SObject, header: readonly string[]): Field[] {
  return header.map((name) => {
    const field = schema.findField(object, name.trim());
    if (!field) throw new ApiError(400, 'InvalidBatch', `Field name not found : ${name}`);
    return field;
  });
}

/** An empty cell says nothing, `#N/A` empties the field. */
function sentFields(fields: readonly Field[], row: readonly string[]): Record<string, unknown> {
  const sent: Record<string, unknown> = {};
  fields.forEach(({ name, type }, index) => {
    const cell = row[index] ?? '';
    if (cell === '') return;
    if (cell === '#N/A') sent[name] = null;
    else sent[name] = type === 'boolean' ? truthOf(cell) : cell;
  });
  return sent;
}

const truthOf = (cell: string): unknown => {
  const text = cell.toLowerCase();
  if (['true', '1', 'yes'].includes(text)) return true;
  return ['false', '0', 'no'].includes(text) ? false : cell;
};

/** Does to one row what the job is for. Call it inside a transaction. @throws ApiError */
export function ingestRow(org: Writer, ingest: Ingest, fields: readonly Field[], row: readonly string[]): SaveResult {
  const { operation, object, externalIdField } = ingest;
  const { Id: id, ...sent } = sentFields(fields, row) as SentFields & { readonly Id?: unknown };
  if (operation === 'insert') return { id: createRecord(org, object, sent), created: true, success: true, errors: [] };
  if (operation === 'upsert') {
    const key = externalIdField.toLowerCase() === 'id' ? id : sent[fieldNamed(fields, externalIdField)];
    return { ...upsertRecord(org, object, externalIdField, key, sent), success: true, errors: [] };
  }
  if (typeof id !== 'string')
    throw new ApiError(
      400,
      'MISSING_ARGUMENT',
      `Id not specified in a${operation === 'update' ? 'n' : ''} ${operation} call`,
    );
  const known = checkedId(object, id);
  if (operation === 'update') updateRecord(org, object, known, sent);
  else deleteRecord(org, object, known);
  return { id: known, created: false, success: true, errors: [] };
}

const fieldNamed = (fields: readonly Field[], name: string): string =>
  fields.find((field) => field.name.toLowerCase() === name.toLowerCase())?.name ?? name;

/** The errors of a row as result files write them, e.g. `REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --`. */
export const errorText = ({ errors }: SaveResult): string =>
  errors
    .map(
      ({ statusCode, message, fields }) =>
        `${statusCode}:${message}:${fields.join(',')}${fields.length > 0 ? ' ' : ''}--`,
    )
    .join(';');
