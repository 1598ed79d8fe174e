import { ApiError } from '../org/api-error.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import { parseRecordId, createRecord, deleteRecord, updateRecord } from '../org/records/record-store.ts';
import type { RequestFields } from '../org/records/record-store.ts';
import type { Schema } from '../org/schema/schema.ts';
import { upsertRecord } from '../org/records/upsert.ts';
import type { WriteContext } from '../org/records/write-context.ts';
import type { SaveResult } from '../sobjects/save-each.ts';

export const INGEST_OPERATIONS = ['insert', 'update', 'upsert', 'delete', 'hardDelete'] as const;
export type IngestOperation = (typeof INGEST_OPERATIONS)[number];

/** What is to be done with every row of a file. */
export interface IngestSpec {
  readonly operation: IngestOperation;
  readonly object: SObject;
  /** Of an upsert: the external id field, or `Id`. */
  readonly externalIdField: string;
}

const invalidBatch = (message: string): ApiError => new ApiError(400, 'InvalidBatch', message);

/** The fields that a header names. @throws ApiError `InvalidBatch` where the file cannot be of this job */
export function headerFields(schema: Schema, { operation, object }: IngestSpec, header: readonly string[]): Field[] {
  const fields = header.map((name) => {
    const field = schema.findField(object, name.trim());
    if (!field) throw invalidBatch(`Field name not found : ${name}`);
    return field;
  });
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice) throw invalidBatch(`Duplicate field name : ${twice.name}`);
  const deletes = operation === 'delete' || operation === 'hardDelete';
  if (deletes && fields.some(({ type }) => type !== 'id')) throw invalidBatch('delete batch must contain only ids');
  return fields;
}

/** An empty cell says nothing, `#N/A` empties the field. */
function sentFields(fields: readonly Field[], row: readonly string[]): Record<string, unknown> {
  const sent: Record<string, unknown> = {};
  fields.forEach(({ name, type }, index) => {
    const cell = row[index] ?? '';
    if (cell === '') return;
    if (cell === '#N/A') sent[name] = null;
    else sent[name] = type === 'boolean' ? parseBoolean(cell) : cell;
  });
  return sent;
}

const parseBoolean = (cell: string): unknown => {
  const text = cell.toLowerCase();
  if (['true', '1', 'yes'].includes(text)) return true;
  return ['false', '0', 'no'].includes(text) ? false : cell;
};

/** Does to one row what the job is for. Call it inside a transaction. @throws ApiError */
export function ingestRow(
  org: WriteContext,
  ingest: IngestSpec,
  fields: readonly Field[],
  row: readonly string[],
): SaveResult {
  try {
    return saveRow(org, ingest, fields, row);
  } catch (error) {
    throw error instanceof ApiError && error.errorCode === 'JSON_PARSER_ERROR' ? wrongType(error, fields, row) : error;
  }
}

/** A cell that is not of its field's type: in a file there is no JSON to be wrong. */
function wrongType({ fields: names }: ApiError, fields: readonly Field[], row: readonly string[]): ApiError {
  const index = fields.findIndex(({ name }) => name === names[0]);
  const message = `${fields[index]?.label ?? ''}: value not of required type: ${row[index] ?? ''}`;
  return new ApiError(400, 'INVALID_TYPE_ON_FIELD_IN_RECORD', message, names);
}

function saveRow(org: WriteContext, ingest: IngestSpec, fields: readonly Field[], row: readonly string[]): SaveResult {
  const { operation, object, externalIdField } = ingest;
  const { Id: id, ...sent } = sentFields(fields, row) as RequestFields & { readonly Id?: unknown };
  if (operation === 'insert') return { id: createRecord(org, object, sent), created: true, success: true, errors: [] };
  if (operation === 'upsert') {
    const key = externalIdField.toLowerCase() === 'id' ? id : sent[schemaSpelling(fields, externalIdField)];
    return { ...upsertRecord(org, object, externalIdField, key, sent), success: true, errors: [] };
  }
  if (typeof id !== 'string')
    throw new ApiError(
      400,
      'MISSING_ARGUMENT',
      `Id not specified in a${operation === 'update' ? 'n' : ''} ${operation} call`,
    );
  const known = parseRecordId(object, id);
  if (operation === 'update') updateRecord(org, object, known, sent);
  else deleteRecord(org, object, known);
  return { id: known, created: false, success: true, errors: [] };
}

const schemaSpelling = (fields: readonly Field[], name: string): string =>
  fields.find((field) => field.name.toLowerCase() === name.toLowerCase())?.name ?? name;

/** The errors of a row as result files write them, e.g. `REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --`. */
export const formatErrors = ({ errors }: SaveResult): string =>
  errors
    .map(
      ({ statusCode, message, fields }) =>
        `${statusCode}:${message}:${fields.join(',')}${fields.length > 0 ? ' ' : ''}--`,
    )
    .join(';');
