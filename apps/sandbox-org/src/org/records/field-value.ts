import { SECOND_MS } from '@leadlight/common';
import { toCaseSafeId } from '../../company/record-id.ts';
import type { ApiError } from '../api-error.ts';
import { badRequest } from '../api-error.ts';
import type { Field } from '../schema/field.ts';
import type { Schema } from '../schema/schema.ts';

export type StoredValue = string | number | null;

/** A time in whole seconds, the resolution of stored times: changes within a second have the same time. */
export const toRecordTime = (at: number): string => new Date(Math.floor(at / SECOND_MS) * SECOND_MS).toISOString();

const invalidValue = (code: string, message: string, field: Field): ApiError => badRequest(code, message, [field.name]);

const wrongType = (field: Field, value: unknown): ApiError => {
  const token =
    typeof value === 'string' ? 'VALUE_STRING' : typeof value === 'number' ? 'VALUE_NUMBER_INT' : 'START_OBJECT';
  const text = typeof value === 'object' ? '' : ` value ${String(value)}`;
  return badRequest(
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${field.type} from ${token}${text} or request may be missing a required field`,
    [field.name],
  );
};

/**
 * Converts a value of a request to the stored value; an empty text becomes null.
 * @throws ApiError when the value is not valid for the field
 */
export function toStoredValue(schema: Schema, field: Field, value: unknown): StoredValue {
  if (value === null || value === undefined || value === '') {
    if (field.type === 'boolean') {
      throw invalidValue('INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.label}: value not of required type: `, field);
    }
    return null;
  }
  switch (field.type) {
    case 'boolean':
      if (value !== 'true' && value !== 'false' && typeof value !== 'boolean') throw wrongType(field, value);
      return Number(value === true || value === 'true');
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return toNumber(field, value);
    case 'date':
    case 'datetime':
      return toTime(field, value);
    case 'id':
    case 'reference':
      return toReference(schema, field, value);
    default:
      return toText(field, value);
  }
}

function toNumber(field: Field, value: unknown): number {
  const number = typeof value === 'string' && /^[-+]?\d+(\.\d*)?([eE][-+]?\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw wrongType(field, value);
  if (field.type === 'int') {
    if (!Number.isInteger(number)) throw wrongType(field, value);
    if (Math.abs(number) > 2_147_483_647) {
      throw invalidValue(
        'NUMBER_OUTSIDE_VALID_RANGE',
        `${field.label}: value outside of valid range: ${number}`,
        field,
      );
    }
    return number;
  }
  const wholeDigits = field.precision - field.scale;
  if (field.precision > 0 && Math.abs(number) >= 10 ** wholeDigits) {
    throw invalidValue(
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${field.label}: value outside of valid range on numeric field: ${number}`,
      field,
    );
  }
  return field.precision > 0 ? Number(number.toFixed(field.scale)) : number;
}

function toTime(field: Field, value: unknown): string {
  const pattern =
    field.type === 'date' ? /^\d{4}-\d\d-\d\d$/ : /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;
  const text =
    typeof value === 'string' && pattern.test(value) ? value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : undefined;
  const zoned = text !== undefined && text.includes('T') && !/(Z|[+-]\d\d:\d\d)$/.test(text) ? `${text}Z` : text;
  const at = zoned === undefined ? Number.NaN : Date.parse(zoned);
  if (Number.isNaN(at)) throw wrongType(field, value);
  const iso = new Date(at).toISOString();
  if (field.type === 'date') {
    if (iso.slice(0, 10) !== value) throw wrongType(field, value);
    return iso.slice(0, 10);
  }
  return toRecordTime(at);
}

function toReference(schema: Schema, field: Field, value: unknown): string {
  const malformed = (): ApiError =>
    invalidValue('MALFORMED_ID', `${field.label}: id value of incorrect type: ${String(value)}`, field);
  if (typeof value !== 'string' || !/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(value)) throw malformed();
  const target = schema.findByKeyPrefix(value.slice(0, 3));
  if (!target || !field.referenceTo.includes(target.name)) throw malformed();
  return toCaseSafeId(value.slice(0, 15));
}

function toText(field: Field, value: unknown): string {
  if (typeof value === 'object') throw wrongType(field, value);
  const text = String(value);
  if (text.length > field.length) {
    throw invalidValue(
      'STRING_TOO_LONG',
      `${field.label}: data value too large: ${text} (max length=${field.length})`,
      field,
    );
  }
  if (field.type === 'email' && !/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/.test(text)) {
    throw invalidValue('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${text}`, field);
  }
  if (field.restricted && !field.picklist.includes(text)) {
    throw invalidValue(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${field.label}: bad value for restricted picklist field: ${text}`,
      field,
    );
  }
  return text;
}
