import { findText, isJsonObject, type JsonObject } from '../connection/json.ts';

/** The org's result for one record of a write. */
export interface RecordResult {
  readonly success: boolean;
  readonly errorCode: string;
  /** The org's own message. */
  readonly message: string;
}

/** The record is valid, and writing it may succeed next time. */
const TRANSIENT_CODES = new Set([
  'UNABLE_TO_LOCK_ROW',
  'REQUEST_LIMIT_EXCEEDED',
  'SERVER_UNAVAILABLE',
  'QUERY_TIMEOUT',
  'REQUEST_RUNNING_TOO_LONG',
  'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  'PROCESSING_HALTED',
  'CONCURRENT_REQUEST_LIMIT_EXCEEDED',
]);

export const isTransient = (result: RecordResult): boolean => !result.success && TRANSIENT_CODES.has(result.errorCode);

/** One entry of a Collections response: `{id, success, errors: [{statusCode, message, fields}]}`. */
export function parseRecordResult(entry: JsonObject): RecordResult {
  const first: unknown = Array.isArray(entry.errors) ? entry.errors[0] : undefined;
  const error = isJsonObject(first) ? first : {};
  return {
    success: entry.success === true,
    errorCode: findText(error, 'statusCode') ?? findText(error, 'errorCode') ?? '',
    message: findText(error, 'message') ?? '',
  };
}
