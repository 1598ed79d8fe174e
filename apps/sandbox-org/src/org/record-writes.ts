import type { DatabaseSync } from 'node:sqlite';
import { recordId, serialOf } from '../company/record-id.ts';
import { logChange } from './change-log.ts';
import type { ChangeType } from './change-log.ts';
import type { StoredRecord } from './derived-fields.ts';
import { fitsRecord } from './faults.ts';
import type { SObject } from './field.ts';
import type { Stored } from './field-value.ts';
import { hideRecord } from './hidden-records.ts';
import { historyOf } from './history.ts';
import type { HistoryEntry } from './history.ts';
import { statement } from './statements.ts';
import { quoted, storedFields } from './tables.ts';
import type { Writer } from './writer.ts';

/** The id of the object's next record. */
export function nextId(db: DatabaseSync, { name, keyPrefix }: SObject): string {
  const last = statement(db, `SELECT max("Id") AS last FROM ${quoted(name)}`).get()?.last;
  return recordId(keyPrefix ?? '', typeof last === 'string' ? serialOf(last) + 1 : 1);
}

/** Writes a new record with what it leaves in history and change log. */
export function insertRecord(org: Writer, object: SObject, record: StoredRecord): void {
  insertRow(org.db, object, record);
  const now = String(record.SystemModstamp ?? record.CreatedDate);
  if (object.name === 'Lead') {
    const created: HistoryEntry = { field: 'created', dataType: 'Text', oldValue: null, newValue: null };
    writeHistory(org, String(record.Id), [created], now);
  }
  const set = storedFields(object)
    .filter(({ name }) => (record[name] ?? null) !== null)
    .map(({ name }) => name);
  afterWrite(org, object, record, 'CREATE', set);
}

/** Writes what differs, with what it leaves in history and change log. */
export function saveChanges(
  org: Writer,
  object: SObject,
  before: StoredRecord,
  after: StoredRecord,
  now: string,
): void {
  const changed = storedFields(object)
    .map(({ name }) => name)
    .filter((name) => (before[name] ?? null) !== (after[name] ?? null));
  const id = String(before.Id);
  if (changed.length > 0) {
    const assignments = changed.map((name) => `${quoted(name)} = ?`).join(', ');
    const values = changed.map((name) => after[name] ?? null);
    statement(org.db, `UPDATE ${quoted(object.name)} SET ${assignments} WHERE "Id" = ?`).run(...values, id);
  }
  if (object.name === 'Lead') {
    const nameOf = (reference: Stored): Stored => nameOfRecord(org, reference);
    writeHistory(org, id, historyOf(object, before, after, nameOf), now);
  }
  // Told of every change, also of one in the second of the change before.
  const told = 'LastModifiedDate' in after ? [...new Set([...changed, 'LastModifiedDate'])] : changed;
  const deleted = before.IsDeleted !== after.IsDeleted;
  afterWrite(org, object, after, deleted ? (after.IsDeleted === 1 ? 'DELETE' : 'UNDELETE') : 'UPDATE', told);
}

function afterWrite(
  org: Writer,
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
  const late = org.faults.take(['late_visible'], fitsRecord(object.name, id));
  if (late) hideRecord(org.db, object.name, id, Date.now() + (late.delayMs ?? 1_000));
}

function insertRow(db: DatabaseSync, object: SObject, record: StoredRecord): void {
  const fields = storedFields(object);
  const columns = fields.map(({ name }) => quoted(name)).join(', ');
  const places = fields.map(() => '?').join(', ');
  statement(db, `INSERT INTO ${quoted(object.name)} (${columns}) VALUES (${places})`).run(
    ...fields.map(({ name }) => record[name] ?? null),
  );
}

/** Rows of Lead history at one instant. */
export function writeHistory(org: Writer, leadId: string, entries: readonly HistoryEntry[], at: string): void {
  const object = org.schema.findObject('LeadHistory');
  if (!object) return;
  for (const { field, dataType, oldValue, newValue } of entries) {
    insertRow(org.db, object, {
      ...{ Id: nextId(org.db, object), IsDeleted: 0, LeadId: leadId, CreatedById: org.userId, CreatedDate: at },
      ...{ Field: field, DataType: dataType, OldValue: oldValue, NewValue: newValue },
    });
  }
}

function nameOfRecord(org: Writer, id: Stored): Stored {
  if (typeof id !== 'string') return null;
  const object = org.schema.findByKeyPrefix(id.slice(0, 3));
  if (!object || !org.schema.findField(object, 'Name')) return null;
  const row = statement(org.db, `SELECT "Name" FROM ${quoted(object.name)} WHERE "Id" = ?`).get(id);
  return typeof row?.Name === 'string' ? row.Name : null;
}
