import type { DatabaseSync } from 'node:sqlite';
import { recordId, serialOfId } from '../../company/record-id.ts';
import { logChange } from './change-log.ts';
import type { ChangeType } from './change-log.ts';
import type { StoredRecord } from './derived-fields.ts';
import { matchesRecord } from '../../faults/faults.ts';
import type { SObject } from '../schema/field.ts';
import type { StoredValue } from './field-value.ts';
import { hideRecord } from './hidden-records.ts';
import { fieldHistory } from './field-history.ts';
import type { HistoryEntry } from './field-history.ts';
import { prepareCached } from '../statements.ts';
import { quoteIdentifier, getStoredFields } from '../tables.ts';
import type { WriteContext } from './write-context.ts';

/** The id of the object's next record. */
export function nextId(db: DatabaseSync, { name, keyPrefix }: SObject): string {
  const last = prepareCached(db, `SELECT max("Id") AS last FROM ${quoteIdentifier(name)}`).get()?.last;
  return recordId(keyPrefix ?? '', typeof last === 'string' ? serialOfId(last) + 1 : 1);
}

/** Writes a new record with what it leaves in history and change log. */
export function insertRecord(org: WriteContext, object: SObject, record: StoredRecord): void {
  insertRow(org.db, object, record);
  const now = String(record.SystemModstamp ?? record.CreatedDate);
  if (object.name === 'Lead') {
    const created: HistoryEntry = { field: 'created', dataType: 'Text', oldValue: null, newValue: null };
    writeHistory(org, String(record.Id), [created], now);
  }
  const set = getStoredFields(object)
    .filter(({ name }) => (record[name] ?? null) !== null)
    .map(({ name }) => name);
  recordChange(org, object, record, 'CREATE', set);
}

/** Writes what differs, with what it leaves in history and change log. */
export function saveChanges(
  org: WriteContext,
  object: SObject,
  before: StoredRecord,
  after: StoredRecord,
  now: string,
): void {
  const changed = getStoredFields(object)
    .map(({ name }) => name)
    .filter((name) => (before[name] ?? null) !== (after[name] ?? null));
  const id = String(before.Id);
  if (changed.length > 0) {
    const assignments = changed.map((name) => `${quoteIdentifier(name)} = ?`).join(', ');
    const values = changed.map((name) => after[name] ?? null);
    prepareCached(org.db, `UPDATE ${quoteIdentifier(object.name)} SET ${assignments} WHERE "Id" = ?`).run(
      ...values,
      id,
    );
  }
  if (object.name === 'Lead') {
    const nameOf = (reference: StoredValue): StoredValue => findRecordName(org, reference);
    writeHistory(org, id, fieldHistory(object, before, after, nameOf), now);
  }
  // Told of every change, also of one in the second of the change before.
  const told = 'LastModifiedDate' in after ? [...new Set([...changed, 'LastModifiedDate'])] : changed;
  const deleted = before.IsDeleted !== after.IsDeleted;
  recordChange(org, object, after, deleted ? (after.IsDeleted === 1 ? 'DELETE' : 'UNDELETE') : 'UPDATE', told);
}

function recordChange(
  org: WriteContext,
  object: SObject,
  record: StoredRecord,
  type: ChangeType,
  fields: readonly string[],
): void {
  const id = String(record.Id);
  // Events tell milliseconds, records do not.
  const at = new Date(org.now()).toISOString();
  const { origin, transactionKey, userId } = org;
  const told = fields.filter((name) => name !== 'Id' && name !== 'SystemModstamp');
  const values = Object.fromEntries(told.map((name) => [name, record[name] ?? null]));
  const change = { object: object.name, recordId: id, type, fields: told, values, origin, transactionKey, userId, at };
  logChange(org.db, change);
  org.changed.fire();
  if (org.faults.list().length === 0) return;
  const late = org.faults.take(['late_visible'], matchesRecord(object.name, id));
  if (late) hideRecord(org.db, object.name, id, Date.now() + (late.delayMs ?? 1_000));
}

function insertRow(db: DatabaseSync, object: SObject, record: StoredRecord): void {
  const fields = getStoredFields(object);
  const columns = fields.map(({ name }) => quoteIdentifier(name)).join(', ');
  const places = fields.map(() => '?').join(', ');
  prepareCached(db, `INSERT INTO ${quoteIdentifier(object.name)} (${columns}) VALUES (${places})`).run(
    ...fields.map(({ name }) => record[name] ?? null),
  );
}

/** Rows of Lead history at one instant. */
export function writeHistory(org: WriteContext, leadId: string, entries: readonly HistoryEntry[], at: string): void {
  const object = org.schema.findObject('LeadHistory');
  if (!object) return;
  for (const { field, dataType, oldValue, newValue } of entries) {
    insertRow(org.db, object, {
      ...{ Id: nextId(org.db, object), IsDeleted: 0, LeadId: leadId, CreatedById: org.userId, CreatedDate: at },
      ...{ Field: field, DataType: dataType, OldValue: oldValue, NewValue: newValue },
    });
  }
}

function findRecordName(org: WriteContext, id: StoredValue): StoredValue {
  if (typeof id !== 'string') return null;
  const object = org.schema.findByKeyPrefix(id.slice(0, 3));
  if (!object || !org.schema.findField(object, 'Name')) return null;
  const row = prepareCached(org.db, `SELECT "Name" FROM ${quoteIdentifier(object.name)} WHERE "Id" = ?`).get(id);
  return typeof row?.Name === 'string' ? row.Name : null;
}
