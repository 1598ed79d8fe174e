import { ApexDecimal } from '../../values/decimal.ts';
import { keyOf } from '../../values/compare.ts';
import type { ApexRecord, Value } from '../../values/values.ts';
import type { OrgFeatures } from '../features.ts';
import { isOptional } from './feature-rules.ts';
import type { RowError } from '../port.ts';
import type { FieldShape, ObjectShape } from '../schema.ts';

/** What an org adds to the rules of the platform. */
export interface OrgRules {
  /** Organization-wide defaults by object; absent = readWrite. */
  sharing: Record<string, 'private' | 'read' | 'readWrite'>;
  /** Fields of Lead whose history is tracked; absent = none, as in a new org. */
  trackedLeadFields?: string[];
  /** Changes a row before it is saved, as a flow does. */
  beforeSave(shape: ObjectShape, row: ApexRecord): void;
  /** The message of a validation rule that rejects the row, with its fields; null = none does. */
  validate(shape: ObjectShape, row: ApexRecord): { message: string; fields: string[] } | null;
  /** Whether a duplicate rule blocks the row. */
  isDuplicate(shape: ObjectShape, row: ApexRecord, others: ApexRecord[]): boolean;
  /** The order of rows without ORDER BY, and of equal ones. */
  newestFirst?: boolean;
  defaultLeadStatus: string;
  /** Profiles that may do everything, and those that see the standard fields of their objects. */
  allDataProfiles: string[];
  standardFieldProfiles: string[];
  features?: OrgFeatures;
  /** The user whom platform event triggers run as. */
  eventUserId: string | null;
}

/** Required fields, lengths and number ranges. */
export function checkFields(
  shape: ObjectShape,
  row: ApexRecord,
  record: ApexRecord,
  features: OrgFeatures = {},
): RowError | null {
  const missing = shape.fields
    .filter(
      ({ isRequired, isReadOnly, name }) =>
        isRequired && !isReadOnly && isEmpty(row, name) && !isOptional(features, shape, name),
    )
    .map(({ name }) => name);
  if (missing.length > 0) {
    const message = `Required fields are missing: [${missing.join(', ')}]`;
    return { status: 'REQUIRED_FIELD_MISSING', message, fields: missing };
  }
  for (const name of record.fields.keys()) {
    const field = shape.field(name);
    const value = row.fields.get(name);
    if (!field) continue;
    if (isOfOtherObject(field, value)) {
      const message = `${field.label} ID: id value of incorrect type: ${String(value)}`;
      return { status: 'FIELD_INTEGRITY_EXCEPTION', message, fields: [field.name] };
    }
    if (typeof value === 'string' && field.length > 0 && value.length > field.length) {
      const message = `${field.label}: data value too large: ${value.slice(0, 40)} (max length=${field.length})`;
      return { status: 'STRING_TOO_LONG', message, fields: [field.name] };
    }
    if (field.display === 'PERCENT' && value instanceof ApexDecimal && value.compare(ApexDecimal.of(1000)) >= 0) {
      return {
        status: 'NUMBER_OUTSIDE_VALID_RANGE',
        message: `${field.label}: value outside of valid range`,
        fields: [field.name],
      };
    }
  }
  return null;
}

/** Lookups that point at several objects. */
const POLYMORPHIC = new Set([
  'ownerid',
  'whoid',
  'whatid',
  'linkedentityid',
  'firstpublishlocationid',
  'setupownerid',
  'setupentityid',
  'userorgroupid',
  'parentid',
]);

/** Whether a lookup has an id of another object than the one it points at (aer-dist#387). */
function isOfOtherObject(field: FieldShape, value: Value | undefined): boolean {
  if (typeof value !== 'string' || !field.targetPrefix || POLYMORPHIC.has(field.name.toLowerCase())) return false;
  return !value.startsWith(field.targetPrefix);
}

const isEmpty = (row: ApexRecord, name: string): boolean => {
  const value = row.fields.get(name.toLowerCase()) ?? null;
  return value === null || value === '';
};

const uniqueKey = (field: FieldShape, value: Value): unknown =>
  value === null ? null : keyOf(typeof value === 'string' && !field.isCaseSensitive ? value.toLowerCase() : value);

/** The rules of the org, in the order of execution: validation rules, unique fields, duplicate rules. */
export function checkRow(
  rules: OrgRules,
  shape: ObjectShape,
  row: ApexRecord,
  stored: Iterable<ApexRecord>,
  allowDuplicates: boolean,
): RowError | null {
  const rejected = rules.validate(shape, row);
  if (rejected) return { status: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', ...rejected };
  const isOther = (other: ApexRecord): boolean => other.id !== row.id && other.fields.get('isdeleted') !== true;
  for (const field of shape.fields.filter(({ isUnique }) => isUnique)) {
    const key = uniqueKey(field, row.fields.get(field.name.toLowerCase()) ?? null);
    const isTaken = (other: ApexRecord): boolean =>
      isOther(other) && uniqueKey(field, other.fields.get(field.name.toLowerCase()) ?? null) === key;
    if (key !== null && [...stored].some(isTaken)) {
      return { status: 'DUPLICATE_VALUE', message: `duplicate value found: ${field.name}`, fields: [field.name] };
    }
  }
  if (!allowDuplicates && rules.isDuplicate(shape, row, [...stored].filter(isOther))) {
    return { status: 'DUPLICATES_DETECTED', message: 'You are creating a duplicate record.', fields: [] };
  }
  return null;
}
