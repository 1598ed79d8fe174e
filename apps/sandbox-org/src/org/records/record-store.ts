import type { DatabaseSync } from 'node:sqlite';
import { serialOfId, toCaseSafeId } from '../../company/record-id.ts';
import { checkLock, checkValidation } from '../../faults/faults.ts';
import { ApiError, badRequest, RecordNotFoundError } from '../api-error.ts';
import type { Org } from '../org.ts';
import type { Field, SObject } from '../schema/field.ts';
import { prepareCached } from '../statements.ts';
import { quoteIdentifier } from '../tables.ts';
import { deriveFields, type StoredRecord } from './derived-fields.ts';
import { toRecordTime, toStoredValue } from './field-value.ts';
import {
  checkCampaignMember,
  checkReferences,
  checkRequired,
  checkUnique,
  type RequestFields,
  toStoredFields,
} from './record-checks.ts';
import { insertRecord, nextId, saveChanges } from './record-writes.ts';
import { checkSetupRecord, releaseSetupRecord } from './setup-rules.ts';
import type { WriteContext } from './write-context.ts';

export type { RequestFields } from './record-checks.ts';

const entityIsDeleted = (): ApiError => new ApiError(404, 'ENTITY_IS_DELETED', 'entity is deleted');

/** The 18-character form of an id in a path. @throws ApiError NOT_FOUND, MALFORMED_ID */
export function parsePathId(object: SObject, text: string): string {
  if (RECORD_ID.test(text)) return parseRecordId(object, text);
  throw new ApiError(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${text}`);
}

const RECORD_ID = /^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/;

/** The 18-character form of an id of this object. @throws ApiError MALFORMED_ID */
export function parseRecordId(object: SObject, id: string): string {
  if (!RECORD_ID.test(id) || id.slice(0, 3) !== object.keyPrefix) {
    throw badRequest('MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${id}`, ['Id']);
  }
  return toCaseSafeId(id.slice(0, 15));
}

export function findRecord(db: DatabaseSync, object: SObject, id: string): StoredRecord | undefined {
  const row = prepareCached(db, `SELECT * FROM ${quoteIdentifier(object.name)} WHERE "Id" = ?`).get(id);
  return row as StoredRecord | undefined;
}

/** @throws ApiError NOT_FOUND, ENTITY_IS_DELETED */
export function getRecord(db: DatabaseSync, object: SObject, id: string): StoredRecord {
  const record = findRecord(db, object, id);
  if (!record) throw new RecordNotFoundError();
  if (record.IsDeleted === 1) throw entityIsDeleted();
  return record;
}

/** Creates a record and returns its id. Call it inside a transaction. @throws ApiError */
export function createRecord(org: WriteContext, object: SObject, fields: RequestFields): string {
  if (!object.createable) throw notAllowed(object, 'create');
  const written = toStoredFields(org, object, fields, 'createable');
  const now = toRecordTime(org.now());
  const record = applyDefaults(org, object, written, now);
  deriveFields(object.name, record, now);
  checkRequired(object, record);
  checkUnique(org, object, record, undefined);
  checkCampaignMember(org, object, record);
  checkReferences(org, object, written);
  checkValidation(org.faults, object.name, undefined);
  checkSetupRecord(org, object, record);
  const id = nextId(org.db, object);
  record.Id = id;
  const nameField = object.fields.find(({ isName }) => isName);
  if (nameField?.autoNumber) record[nameField.name] = formatAutoNumber(nameField.autoNumber, serialOfId(id));
  else if (nameField && object.custom) record[nameField.name] ??= id;
  insertRecord(org, object, record);
  return id;
}

/** Changes a record. Call it inside a transaction. @throws ApiError */
export function updateRecord(org: WriteContext, object: SObject, id: string, fields: RequestFields): void {
  if (!object.updateable) throw notAllowed(object, 'update');
  const before = getRecord(org.db, object, id);
  checkLock(org.faults, object.name, id);
  const written = toStoredFields(org, object, fields, 'updateable');
  if (object.name === 'Lead' && before.IsConverted === 1) {
    throw badRequest('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  }
  const now = toRecordTime(org.now());
  const after: StoredRecord = { ...before, ...written };
  checkRequired(object, after, Object.keys(written));
  checkUnique(org, object, written, id);
  checkReferences(org, object, written);
  checkValidation(org.faults, object.name, id);
  deriveFields(object.name, after, now, before);
  setLastModified(object, after, org.userId, now);
  saveChanges(org, object, before, after, now);
}

const hasField = (object: SObject, name: string): boolean => object.fields.some((field) => field.name === name);

export function setLastModified(object: SObject, record: StoredRecord, userId: string, now: string): void {
  if (hasField(object, 'LastModifiedDate')) record.LastModifiedDate = now;
  if (hasField(object, 'LastModifiedById')) record.LastModifiedById = userId;
  if (hasField(object, 'SystemModstamp')) record.SystemModstamp = now;
}

/** Moves a record and its details to the recycle bin. Call it inside a transaction. @throws ApiError */
export function deleteRecord(org: WriteContext, object: SObject, id: string): void {
  if (!object.deletable) throw notAllowed(object, 'delete');
  const before = getRecord(org.db, object, id);
  checkLock(org.faults, object.name, id);
  if (hasField(object, 'IsDeleted')) moveToRecycleBin(org, object, before, toRecordTime(org.now()));
  else {
    prepareCached(org.db, `DELETE FROM ${quoteIdentifier(object.name)} WHERE "Id" = ?`).run(id);
    releaseSetupRecord(org, object, before);
  }
}

function moveToRecycleBin(org: WriteContext, object: SObject, before: StoredRecord, now: string): void {
  const after = { ...before, IsDeleted: 1 };
  setLastModified(object, after, org.userId, now);
  saveChanges(org, object, before, after, now);
  for (const child of org.schema.objects) {
    for (const field of child.fields) {
      if (!field.cascadeDelete || !field.referenceTo.includes(object.name)) continue;
      const sql = `SELECT * FROM ${quoteIdentifier(child.name)} WHERE ${quoteIdentifier(field.name)} = ? AND "IsDeleted" = 0`;
      const children = prepareCached(org.db, sql).all(before.Id ?? null) as StoredRecord[];
      for (const each of children) moveToRecycleBin(org, child, each, now);
    }
  }
}

/** Ids of the records whose external id field has this value. @throws ApiError NOT_FOUND when the field is not an external id */
export function findIdsByExternalId(org: Org, object: SObject, fieldName: string, value: unknown): string[] {
  const field = getExternalIdField(org, object, fieldName);
  const sql = `SELECT "Id" FROM ${quoteIdentifier(object.name)} WHERE ${quoteIdentifier(field.name)} = ? AND "IsDeleted" = 0 ORDER BY "Id"`;
  return prepareCached(org.db, sql)
    .all(toStoredValue(org.schema, field, value))
    .map(({ Id }) => String(Id));
}

/** @throws ApiError NOT_FOUND */
export function getExternalIdField(org: Org, object: SObject, name: string): Field {
  const field = org.schema.findField(object, name);
  if (!field || !(field.externalId || field.type === 'id')) {
    throw new ApiError(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${name}`);
  }
  return field;
}

function applyDefaults(org: WriteContext, object: SObject, written: StoredRecord, now: string): StoredRecord {
  const record: StoredRecord = {};
  for (const { name, type, defaultValue } of object.fields) {
    record[name] =
      typeof defaultValue === 'boolean' ? Number(defaultValue) : (defaultValue ?? (type === 'boolean' ? 0 : null));
  }
  Object.assign(record, { CreatedDate: now, CreatedById: org.userId }, written);
  setLastModified(object, record, org.userId, now);
  if (hasField(object, 'OwnerId')) record.OwnerId ??= org.userId;
  return record;
}

const formatAutoNumber = (format: string, serial: number): string =>
  format.replace(/\{(0+)\}/, (_, zeros: string) => String(serial).padStart(zeros.length, '0'));

const notAllowed = ({ label }: SObject, action: 'create' | 'update' | 'delete'): ApiError =>
  action === 'create'
    ? badRequest('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${label}`)
    : badRequest('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
