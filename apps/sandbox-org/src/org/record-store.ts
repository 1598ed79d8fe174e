import type { DatabaseSync } from 'node:sqlite';
import { serialOf, withChecksum } from '../company/record-id.ts';
import { ApiError, NoSuchRecord } from './api-error.ts';
import { deriveFields } from './derived-fields.ts';
import type { StoredRecord } from './derived-fields.ts';
import { checkLock, checkValidation } from './faults.ts';
import type { Field, SObject } from './field.ts';
import { storedValue } from './field-value.ts';
import type { Org } from './org.ts';
import { checkedFields, checkReferences, checkRequired, checkUnique } from './record-checks.ts';
import type { SentFields } from './record-checks.ts';
import { recordTime } from './record-time.ts';
import { insertRecord, nextId, saveChanges } from './record-writes.ts';
import { statement } from './statements.ts';
import { quoted } from './tables.ts';
import type { Writer } from './writer.ts';

export type { SentFields } from './record-checks.ts';

const deletedEntity = (): ApiError => new ApiError(404, 'ENTITY_IS_DELETED', 'entity is deleted');

/** The 18-character form of an id in a path. @throws ApiError NOT_FOUND, MALFORMED_ID */
export function pathId(object: SObject, text: string): string {
  if (ID.test(text)) return checkedId(object, text);
  throw new ApiError(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${text}`);
}

const ID = /^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/;

/** The 18-character form of an id of this object. @throws ApiError MALFORMED_ID */
export function checkedId(object: SObject, id: string): string {
  if (!ID.test(id) || id.slice(0, 3) !== object.keyPrefix) {
    throw new ApiError(400, 'MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${id}`, ['Id']);
  }
  return withChecksum(id.slice(0, 15));
}

export function findRecord(db: DatabaseSync, object: SObject, id: string): StoredRecord | undefined {
  const row = statement(db, `SELECT * FROM ${quoted(object.name)} WHERE "Id" = ?`).get(id);
  return row as StoredRecord | undefined;
}

/** @throws ApiError NOT_FOUND, ENTITY_IS_DELETED */
export function getRecord(db: DatabaseSync, object: SObject, id: string): StoredRecord {
  const record = findRecord(db, object, id);
  if (!record) throw new NoSuchRecord();
  if (record.IsDeleted === 1) throw deletedEntity();
  return record;
}

/** Creates a record and answers its id. Call it inside a transaction. @throws ApiError */
export function createRecord(org: Writer, object: SObject, sent: SentFields): string {
  if (!object.createable) throw notAllowed(object, 'create');
  const written = checkedFields(org, object, sent, 'createable');
  const now = recordTime(org.now());
  const record = withDefaults(org, object, written, now);
  deriveFields(object.name, record, now);
  checkRequired(object, record);
  checkUnique(org, object, record, undefined);
  checkReferences(org, object, written);
  checkValidation(org.faults, object.name, undefined);
  const id = nextId(org.db, object);
  record.Id = id;
  const nameField = object.fields.find(({ isName }) => isName);
  if (nameField?.autoNumber) record[nameField.name] = numberedName(nameField.autoNumber, serialOf(id));
  else if (nameField && object.custom) record[nameField.name] ??= id;
  insertRecord(org, object, record);
  return id;
}

/** Changes a record. Call it inside a transaction. @throws ApiError */
export function updateRecord(org: Writer, object: SObject, id: string, sent: SentFields): void {
  if (!object.updateable) throw notAllowed(object, 'update');
  const before = getRecord(org.db, object, id);
  checkLock(org.faults, object.name, id);
  const written = checkedFields(org, object, sent, 'updateable');
  if (object.name === 'Lead' && before.IsConverted === 1) {
    throw new ApiError(400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  }
  const now = recordTime(org.now());
  const after: StoredRecord = { ...before, ...written };
  checkRequired(object, after, Object.keys(written));
  checkUnique(org, object, written, id);
  checkReferences(org, object, written);
  checkValidation(org.faults, object.name, id);
  deriveFields(object.name, after, now, before);
  touch(object, after, org.userId, now);
  saveChanges(org, object, before, after, now);
}

const hasField = (object: SObject, name: string): boolean => object.fields.some((field) => field.name === name);

/** Marks a record as changed now, in place. */
export function touch(object: SObject, record: StoredRecord, userId: string, now: string): void {
  if (hasField(object, 'LastModifiedDate')) record.LastModifiedDate = now;
  if (hasField(object, 'LastModifiedById')) record.LastModifiedById = userId;
  if (hasField(object, 'SystemModstamp')) record.SystemModstamp = now;
}

/** Moves a record, and what belongs to it, to the recycle bin. Call it inside a transaction. @throws ApiError */
export function deleteRecord(org: Writer, object: SObject, id: string): void {
  if (!object.deletable) throw notAllowed(object, 'delete');
  const before = getRecord(org.db, object, id);
  checkLock(org.faults, object.name, id);
  bin(org, object, before, recordTime(org.now()));
}

function bin(org: Writer, object: SObject, before: StoredRecord, now: string): void {
  const after = { ...before, IsDeleted: 1 };
  touch(object, after, org.userId, now);
  saveChanges(org, object, before, after, now);
  for (const child of org.schema.objects) {
    for (const field of child.fields) {
      if (!field.cascadeDelete || !field.referenceTo.includes(object.name)) continue;
      const sql = `SELECT * FROM ${quoted(child.name)} WHERE ${quoted(field.name)} = ? AND "IsDeleted" = 0`;
      const children = statement(org.db, sql).all(before.Id ?? null) as StoredRecord[];
      for (const each of children) bin(org, child, each, now);
    }
  }
}

/** Ids of the records whose external id field has this value. @throws ApiError NOT_FOUND where the field is none */
export function idsByExternalId(org: Org, object: SObject, fieldName: string, value: unknown): string[] {
  const field = externalIdField(org, object, fieldName);
  const sql = `SELECT "Id" FROM ${quoted(object.name)} WHERE ${quoted(field.name)} = ? AND "IsDeleted" = 0 ORDER BY "Id"`;
  return statement(org.db, sql)
    .all(storedValue(org.schema, field, value))
    .map(({ Id }) => String(Id));
}

/** @throws ApiError NOT_FOUND */
export function externalIdField(org: Org, object: SObject, name: string): Field {
  const field = org.schema.findField(object, name);
  if (!field || !(field.externalId || field.type === 'id')) {
    throw new ApiError(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${name}`);
  }
  return field;
}

function withDefaults(org: Writer, object: SObject, written: StoredRecord, now: string): StoredRecord {
  const record: StoredRecord = {};
  for (const { name, type, defaultValue } of object.fields) {
    record[name] =
      typeof defaultValue === 'boolean' ? Number(defaultValue) : (defaultValue ?? (type === 'boolean' ? 0 : null));
  }
  Object.assign(record, { CreatedDate: now, CreatedById: org.userId }, written);
  touch(object, record, org.userId, now);
  if (hasField(object, 'OwnerId')) record.OwnerId ??= org.userId;
  return record;
}

const numberedName = (format: string, serial: number): string =>
  format.replace(/\{(0+)\}/, (_, zeros: string) => String(serial).padStart(zeros.length, '0'));

const notAllowed = ({ label }: SObject, action: 'create' | 'update' | 'delete'): ApiError =>
  action === 'create'
    ? new ApiError(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${label}`)
    : new ApiError(400, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
