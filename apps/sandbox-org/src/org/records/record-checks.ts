import { badRequest, noSuchField } from '../api-error.ts';
import type { Org } from '../org.ts';
import type { Field, SObject } from '../schema/field.ts';
import { prepareCached } from '../statements.ts';
import { quoteIdentifier } from '../tables.ts';
import type { StoredRecord } from './derived-fields.ts';
import { toStoredValue } from './field-value.ts';

export type RequestFields = Readonly<Record<string, unknown>>;

/**
 * Converts the fields of a request to stored values.
 * @throws ApiError INVALID_FIELD, INVALID_FIELD_FOR_INSERT_UPDATE, or the error of an invalid value
 */
export function toStoredFields(
  org: Org,
  object: SObject,
  fields: RequestFields,
  permission: 'createable' | 'updateable',
): StoredRecord {
  const record: StoredRecord = {};
  const notWritable: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'attributes') continue;
    const field = org.schema.findField(object, name);
    if (!field) throw noSuchField(name, object.name);
    if (!field[permission] || field.autoNumber !== null) notWritable.push(field.name);
    else record[field.name] = toStoredValue(org.schema, field, value);
  }
  if (notWritable.length > 0) {
    throw badRequest(
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      `Unable to create/update fields: ${notWritable.join(', ')}. Please check the security settings of this field and verify ` +
        'that it is read/write for your profile or permission set.',
      notWritable,
    );
  }
  return record;
}

const isRequired = ({ nillable, createable, type, autoNumber }: Field): boolean =>
  !nillable && createable && type !== 'boolean' && autoNumber === null;

/** @param names only these fields; undefined = all. @throws ApiError REQUIRED_FIELD_MISSING */
export function checkRequired(object: SObject, record: StoredRecord, names?: readonly string[]): void {
  const missing = object.fields
    .filter((field) => isRequired(field) && (names === undefined || names.includes(field.name)))
    .filter(({ name }) => (record[name] ?? null) === null)
    .map(({ name }) => name);
  if (missing.length === 0) return;
  throw badRequest('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
}

/** @throws ApiError DUPLICATE_VALUE */
export function checkUnique(org: Org, object: SObject, record: StoredRecord, ownId: string | undefined): void {
  for (const field of object.fields) {
    const value = record[field.name] ?? null;
    if (!field.unique || value === null) continue;
    const sql = `SELECT "Id" FROM ${quoteIdentifier(object.name)} WHERE ${quoteIdentifier(field.name)} = ? AND "IsDeleted" = 0`;
    const other = prepareCached(org.db, sql).get(value);
    if (other && other.Id !== ownId) {
      throw badRequest(
        'DUPLICATE_VALUE',
        `duplicate value found: ${field.name} duplicates value on record with id: ${String(other.Id).slice(0, 15)}`,
      );
    }
  }
}

/** A lead or contact is in a campaign once. @throws ApiError DUPLICATE_VALUE */
export function checkCampaignMember(org: Org, object: SObject, record: StoredRecord): void {
  if (object.name !== 'CampaignMember') return;
  const person = (record.LeadId ?? null) === null ? 'ContactId' : 'LeadId';
  const sql = `SELECT 1 AS found FROM "CampaignMember" WHERE "${person}" = ? AND "CampaignId" = ? AND "IsDeleted" = 0`;
  const found = prepareCached(org.db, sql).get(record[person] ?? null, record.CampaignId ?? null);
  if (found) throw badRequest('DUPLICATE_VALUE', 'Already a campaign member.');
}

/** @throws ApiError INVALID_CROSS_REFERENCE_KEY, ENTITY_IS_DELETED */
export function checkReferences(org: Org, object: SObject, written: StoredRecord): void {
  for (const field of object.fields) {
    const id = written[field.name];
    if (field.type !== 'reference' || typeof id !== 'string') continue;
    const target = org.schema.findByKeyPrefix(id.slice(0, 3));
    const found =
      target && prepareCached(org.db, `SELECT * FROM ${quoteIdentifier(target.name)} WHERE "Id" = ?`).get(id);
    if (!found) throw badRequest('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
    if (found.IsDeleted === 1) throw badRequest('ENTITY_IS_DELETED', 'entity is deleted', [field.name]);
  }
}
