import type { DatabaseSync } from 'node:sqlite';
import { recordId, serialOf, withChecksum } from '../company/record-id.ts';
import { ApiError } from './api-error.ts';
import { deriveFields } from './derived-fields.ts';
import type { StoredRecord } from './derived-fields.ts';
import type { Field, SObject } from './field.ts';
import { storedValue } from './field-value.ts';
import type { Stored } from './field-value.ts';
import { historyOf } from './history.ts';
import type { Org } from './org.ts';
import { quoted } from './tables.ts';

/** Values by field name, as a client sends them. */
export type SentFields = Readonly<Record<string, unknown>>;

const missing = (): ApiError =>
  new ApiError(404, 'NOT_FOUND', 'Provided external ID field does not exist or is not accessible: Id');
export const deletedEntity = (): ApiError => new ApiError(404, 'ENTITY_IS_DELETED', 'entity is deleted');

/** The 18-character form of an id of this object. @throws ApiError MALFORMED_ID */
export function checkedId(object: SObject, id: string): string {
  if (!/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(id)) {
    throw new ApiError(400, 'MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${id}`, ['Id']);
  }
  if (id.slice(0, 3) !== object.keyPrefix) {
    throw new ApiError(400, 'MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${id}`, ['Id']);
  }
  return withChecksum(id.slice(0, 15));
}

export function findRecord(db: DatabaseSync, object: SObject, id: string): StoredRecord | undefined {
  const row = db.prepare(`SELECT * FROM ${quoted(object.name)} WHERE "Id" = ?`).get(id);
  return row as StoredRecord | undefined;
}

/** @throws ApiError NOT_FOUND, ENTITY_IS_DELETED */
export function getRecord(db: DatabaseSync, object: SObject, id: string): StoredRecord {
  const record = findRecord(db, object, id);
  if (!record) throw missing();
  if (record.IsDeleted === 1) throw deletedEntity();
  return record;
}

/** Creates a record and answers its id. Call it inside a transaction. @throws ApiError */
export function createRecord(org: Org, object: SObject, sent: SentFields): string {
  if (!object.createable) throw notAllowed(object, 'create');
  const written = checkedFields(org, object, sent, 'createable');
  const now = new Date(org.now()).toISOString();
  const record = withDefaults(org, object, written, now);
  deriveFields(object.name, record, now);
  const required = object.fields.filter((field) => isRequired(field) && (record[field.name] ?? null) === null);
  if (required.length > 0) {
    const names = required.map(({ name }) => name);
    throw new ApiError(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${names.join(', ')}]`, names);
  }
  checkUnique(org, object, record, undefined);
  checkReferences(org, object, written);
  const id = nextId(org.db, object);
  record.Id = id;
  const autoNumbered = object.fields.find(({ autoNumber }) => autoNumber !== null);
  if (autoNumbered) record[autoNumbered.name] = numberedName(autoNumbered.autoNumber ?? '{0}', serialOf(id));
  insertRow(org.db, object, record);
  if (object.name === 'Lead')
    writeHistory(org, id, [{ field: 'created', dataType: 'Text', oldValue: null, newValue: null }], now);
  return id;
}

const isRequired = ({ nillable, createable, type }: Field): boolean => !nillable && createable && type !== 'boolean';

/** Changes a record. Call it inside a transaction. @throws ApiError */
export function updateRecord(org: Org, object: SObject, id: string, sent: SentFields): void {
  if (!object.updateable) throw notAllowed(object, 'update');
  const before = getRecord(org.db, object, id);
  const written = checkedFields(org, object, sent, 'updateable');
  if (object.name === 'Lead' && before.IsConverted === 1) {
    throw new ApiError(400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  }
  const now = new Date(org.now()).toISOString();
  const after: StoredRecord = { ...before, ...written };
  const emptied = object.fields.filter(
    (field) => isRequired(field) && field.name in written && written[field.name] === null,
  );
  if (emptied.length > 0) {
    const names = emptied.map(({ name }) => name);
    throw new ApiError(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${names.join(', ')}]`, names);
  }
  checkUnique(org, object, written, id);
  checkReferences(org, object, written);
  deriveFields(object.name, after, now);
  touch(object, after, org.userId, now);
  saveChanges(org, object, id, before, after, now);
}

/** Writes what differs, and the history of tracked fields. */
export function saveChanges(
  org: Org,
  object: SObject,
  id: string,
  before: StoredRecord,
  after: StoredRecord,
  now: string,
): void {
  const changed = object.fields.filter(({ name }) => (before[name] ?? null) !== (after[name] ?? null));
  if (changed.length === 0) return;
  const assignments = changed.map(({ name }) => `${quoted(name)} = ?`).join(', ');
  const values = changed.map(({ name }) => after[name] ?? null);
  org.db.prepare(`UPDATE ${quoted(object.name)} SET ${assignments} WHERE "Id" = ?`).run(...values, id);
  if (object.name === 'Lead') {
    writeHistory(
      org,
      id,
      historyOf(object, before, after, (reference) => nameOfRecord(org, reference)),
      now,
    );
  }
}

export function touch(object: SObject, record: StoredRecord, userId: string, now: string): void {
  const has = (name: string): boolean => object.fields.some((field) => field.name === name);
  if (has('LastModifiedDate')) record.LastModifiedDate = now;
  if (has('LastModifiedById')) record.LastModifiedById = userId;
  if (has('SystemModstamp')) record.SystemModstamp = now;
}

/** Moves a record, and what belongs to it, to the recycle bin. Call it inside a transaction. @throws ApiError */
export function deleteRecord(org: Org, object: SObject, id: string): void {
  if (!object.deletable) throw notAllowed(object, 'delete');
  const before = getRecord(org.db, object, id);
  const now = new Date(org.now()).toISOString();
  const after = { ...before, IsDeleted: 1 };
  touch(object, after, org.userId, now);
  saveChanges(org, object, id, before, after, now);
  for (const child of org.schema.objects) {
    for (const field of child.fields) {
      if (!field.cascadeDelete || !field.referenceTo.includes(object.name)) continue;
      const touched = child.fields.some(({ name }) => name === 'SystemModstamp') ? ', "SystemModstamp" = ?' : '';
      const sql = `UPDATE ${quoted(child.name)} SET "IsDeleted" = 1${touched} WHERE ${quoted(field.name)} = ? AND "IsDeleted" = 0`;
      org.db.prepare(sql).run(...(touched === '' ? [] : [now]), id);
    }
  }
}

function checkedFields(org: Org, object: SObject, sent: SentFields, right: 'createable' | 'updateable'): StoredRecord {
  const record: StoredRecord = {};
  const refused: string[] = [];
  for (const [name, value] of Object.entries(sent)) {
    if (name === 'attributes') continue;
    const field = org.schema.findField(object, name);
    if (!field) throw new ApiError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
    if (!field[right]) refused.push(field.name);
    else record[field.name] = storedValue(org.schema, field, value);
  }
  if (refused.length > 0) {
    throw new ApiError(
      400,
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      `Unable to create/update fields: ${refused.join(', ')}. Please check the security settings of this field and verify ` +
        'that it is read/write for your profile or permission set.',
      refused,
    );
  }
  return record;
}

function withDefaults(org: Org, object: SObject, written: StoredRecord, now: string): StoredRecord {
  const record: StoredRecord = {};
  for (const { name, type, defaultValue } of object.fields) {
    record[name] =
      typeof defaultValue === 'boolean' ? Number(defaultValue) : (defaultValue ?? (type === 'boolean' ? 0 : null));
  }
  Object.assign(record, { CreatedDate: now, CreatedById: org.userId }, written);
  touch(object, record, org.userId, now);
  if (object.fields.some(({ name }) => name === 'OwnerId')) record.OwnerId ??= org.userId;
  return record;
}

function checkUnique(org: Org, object: SObject, record: StoredRecord, ownId: string | undefined): void {
  for (const field of object.fields) {
    const value = record[field.name] ?? null;
    if (!field.unique || value === null) continue;
    const other = org.db
      .prepare(`SELECT "Id" FROM ${quoted(object.name)} WHERE ${quoted(field.name)} = ? AND "IsDeleted" = 0`)
      .get(value);
    if (other && other.Id !== ownId) {
      throw new ApiError(
        400,
        'DUPLICATE_VALUE',
        `duplicate value found: ${field.name} duplicates value on record with id: ${String(other.Id).slice(0, 15)}`,
      );
    }
  }
}

function checkReferences(org: Org, object: SObject, written: StoredRecord): void {
  for (const field of object.fields) {
    const id = written[field.name];
    if (field.type !== 'reference' || typeof id !== 'string') continue;
    const target = org.schema.findByKeyPrefix(id.slice(0, 3));
    const found = target && findRecord(org.db, target, id);
    if (!found) throw new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
    if (found.IsDeleted === 1) throw new ApiError(400, 'ENTITY_IS_DELETED', 'entity is deleted', [field.name]);
  }
}

function nextId(db: DatabaseSync, { name, keyPrefix }: SObject): string {
  const last = db.prepare(`SELECT max("Id") AS last FROM ${quoted(name)}`).get()?.last;
  return recordId(keyPrefix ?? '', typeof last === 'string' ? serialOf(last) + 1 : 1);
}

const numberedName = (format: string, serial: number): string =>
  format.replace(/\{(0+)\}/, (_, zeros: string) => String(serial).padStart(zeros.length, '0'));

function insertRow(db: DatabaseSync, object: SObject, record: StoredRecord): void {
  const columns = object.fields.map(({ name }) => quoted(name)).join(', ');
  const places = object.fields.map(() => '?').join(', ');
  db.prepare(`INSERT INTO ${quoted(object.name)} (${columns}) VALUES (${places})`).run(
    ...object.fields.map(({ name }) => record[name] ?? null),
  );
}

function writeHistory(org: Org, leadId: string, entries: ReturnType<typeof historyOf>, now: string): void {
  const object = org.schema.findObject('LeadHistory');
  if (!object) return;
  for (const { field, dataType, oldValue, newValue } of entries) {
    insertRow(org.db, object, {
      Id: nextId(org.db, object),
      IsDeleted: 0,
      LeadId: leadId,
      CreatedById: org.userId,
      CreatedDate: now,
      Field: field,
      DataType: dataType,
      OldValue: oldValue,
      NewValue: newValue,
    });
  }
}

function nameOfRecord(org: Org, id: Stored): Stored {
  if (typeof id !== 'string') return null;
  const object = org.schema.findByKeyPrefix(id.slice(0, 3));
  return (object && findRecord(org.db, object, id)?.Name) ?? null;
}

const notAllowed = ({ name }: SObject, action: string): ApiError =>
  new ApiError(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type ${name} does not support ${action}`);
