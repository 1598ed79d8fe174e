import { ApiError, badRequest } from '../org/api-error.ts';
import {
  createRecord,
  deleteRecord,
  parseRecordId,
  type RequestFields,
  updateRecord,
} from '../org/records/record-store.ts';
import { duplicateKeyCheck, upsertRecord } from '../org/records/upsert.ts';
import type { WriteContext } from '../org/records/write-context.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import type { Schema } from '../org/schema/schema.ts';
import type { SaveResult } from '../sobjects/save-each.ts';

export const INGEST_OPERATIONS = ['insert', 'update', 'upsert', 'delete', 'hardDelete'] as const;
type IngestOperation = (typeof INGEST_OPERATIONS)[number];

export interface IngestSpec {
  readonly operation: IngestOperation;
  readonly object: SObject;
  /** Of an upsert: an external id field or `Id`. */
  readonly externalIdField: string;
}

const invalidBatch = (message: string): ApiError => badRequest('InvalidBatch', message);

/** The fields of a header. @throws ApiError `InvalidBatch` */
export function headerFields(schema: Schema, { operation, object }: IngestSpec, header: readonly string[]): Field[] {
  const fields = header.map((name) => {
    const field = schema.findField(object, name.trim());
    if (!field) throw invalidBatch(`Field name not found : ${name}`);
    return field;
  });
  const duplicate = fields.find((field, index) => fields.indexOf(field) !== index);
  if (duplicate) throw invalidBatch(`Duplicate field name : ${duplicate.name}`);
  const deletes = operation === 'delete' || operation === 'hardDelete';
  if (deletes && fields.some(({ type }) => type !== 'id')) throw invalidBatch('delete batch must contain only ids');
  return fields;
}

/** An empty cell leaves the field unchanged, `#N/A` sets it to null. */
function toRequestFields(fields: readonly Field[], row: readonly string[]): Record<string, unknown> {
  const request: Record<string, unknown> = {};
  fields.forEach(({ name, type }, index) => {
    const cell = row[index] ?? '';
    if (cell === '') return;
    if (cell === '#N/A') request[name] = null;
    else request[name] = type === 'boolean' ? parseBoolean(cell) : cell;
  });
  return request;
}

const parseBoolean = (cell: string): unknown => {
  const text = cell.toLowerCase();
  if (['true', '1', 'yes'].includes(text)) return true;
  return ['false', '0', 'no'].includes(text) ? false : cell;
};

/** Rejects the rows of a chunk that have the same external id. */
export const chunkDuplicateCheck = (
  spec: IngestSpec,
  fields: readonly Field[],
  rows: readonly (readonly string[])[],
): ((key: unknown) => void) => {
  const keys = spec.operation === 'upsert' ? rows.map((row) => upsertKey(spec, toRequestFields(fields, row))) : [];
  return duplicateKeyCheck(spec.externalIdField, keys);
};

/** `parseIngestRequest` has given the field's name in the spelling of the schema. */
const upsertKey = ({ externalIdField }: IngestSpec, request: RequestFields): unknown => request[externalIdField];

/** Processes one row. Call it inside a transaction. @throws ApiError */
export function ingestRow(
  org: WriteContext,
  spec: IngestSpec,
  fields: readonly Field[],
  row: readonly string[],
  checkDuplicate: (key: unknown) => void,
): SaveResult {
  try {
    if (spec.operation === 'upsert') checkDuplicate(upsertKey(spec, toRequestFields(fields, row)));
    return saveRow(org, spec, fields, row);
  } catch (error) {
    throw error instanceof ApiError && error.errorCode === 'JSON_PARSER_ERROR' ? wrongType(error, fields, row) : error;
  }
}

/** The error for a cell of the wrong type: a file has no JSON that could be wrong. */
function wrongType({ fields: names }: ApiError, fields: readonly Field[], row: readonly string[]): ApiError {
  const index = fields.findIndex(({ name }) => name === names[0]);
  const message = `${fields[index]?.label ?? ''}: value not of required type: ${row[index] ?? ''}`;
  return badRequest('INVALID_TYPE_ON_FIELD_IN_RECORD', message, names);
}

function saveRow(org: WriteContext, spec: IngestSpec, fields: readonly Field[], row: readonly string[]): SaveResult {
  const { operation, object, externalIdField } = spec;
  const { Id: id, ...request } = toRequestFields(fields, row) as RequestFields & { readonly Id?: unknown };
  if (operation === 'insert')
    return { id: createRecord(org, object, request), created: true, success: true, errors: [] };
  if (operation === 'upsert') {
    const key = upsertKey(spec, { ...request, Id: id });
    return { ...upsertRecord(org, object, externalIdField, key, request), success: true, errors: [] };
  }
  if (typeof id !== 'string') {
    const call = operation === 'update' ? 'an update call' : `a ${operation} call`;
    throw badRequest('MISSING_ARGUMENT', `Id not specified in ${call}`);
  }
  const recordId = parseRecordId(object, id);
  if (operation === 'update') updateRecord(org, object, recordId, request);
  else deleteRecord(org, object, recordId);
  return { id: recordId, created: false, success: true, errors: [] };
}

/** The errors of a row in the format of result files, e.g. `REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --`. */
export const formatErrors = ({ errors }: SaveResult): string =>
  errors
    .map(
      ({ statusCode, message, fields }) =>
        `${statusCode}:${message}:${fields.join(',')}${fields.length > 0 ? ' ' : ''}--`,
    )
    .join(';');
