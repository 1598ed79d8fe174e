import type { DatabaseSync } from 'node:sqlite';
import { recordId, serialOfId } from '../../company/record-id.ts';
import { appliesToRecord } from '../../faults/faults.ts';
import type { Field, SObject } from '../schema/field.ts';
import { prepareCached } from '../statements.ts';
import { getStoredFields, insertSql, quoteIdentifier } from '../tables.ts';
import { type ChangeType, logChange } from './change-log.ts';
import type { StoredRecord } from './derived-fields.ts';
import { fieldHistory, type HistoryEntry } from './field-history.ts';
import type { StoredValue } from './field-value.ts';
import { hideRecord } from './hidden-records.ts';
import type { WriteContext } from './write-context.ts';

const names = (fields: readonly Field[]): string[] => fields.map(({ name }) => name);

export function nextId(db: DatabaseSync, { name, keyPrefix }: SObject): string {
  const last = prepareCached(db, `SELECT max("Id") AS last FROM ${quoteIdentifier(name)}`).get()?.last;
  return recordId(keyPrefix ?? '', typeof last === 'string' ? serialOfId(last) + 1 : 1);
}

/** Writes a new record, its history and its change event. */
export function insertRecord(org: WriteContext, object: SObject, record: StoredRecord): void {
  insertRow(org.db, object, record);
  const now = String(record.SystemModstamp ?? record.CreatedDate);
  if (object.name === 'Lead') {
    const created: HistoryEntry = { field: 'created', dataType: 'Text', oldValue: null, newValue: null };
    writeHistory(org, object.name, String(record.Id), [created], now);
  }
  if (object.name === 'Opportunity') writeStageRow(org, record, now);
  const filled = getStoredFields(object).filter(({ name }) => (record[name] ?? null) !== null);
  recordChange(org, object, record, 'CREATE', names(filled));
}

/** Writes the changed fields of a record, its history and its change event. */
export function saveChanges(
  org: WriteContext,
  object: SObject,
  before: StoredRecord,
  after: StoredRecord,
  now: string,
): void {
  const fieldNames = names(getStoredFields(object));
  const changed = fieldNames.filter((name) => (before[name] ?? null) !== (after[name] ?? null));
  const id = String(before.Id);
  if (changed.length > 0) {
    const assignments = changed.map((name) => `${quoteIdentifier(name)} = ?`).join(', ');
    const values = changed.map((name) => after[name] ?? null);
    prepareCached(org.db, `UPDATE ${quoteIdentifier(object.name)} SET ${assignments} WHERE "Id" = ?`).run(
      ...values,
      id,
    );
  }
  if (org.schema.findObject(historyObjectOf(object.name))) {
    const nameOf = (reference: StoredValue): StoredValue => findRecordName(org, reference);
    writeHistory(org, object.name, id, fieldHistory(object, before, after, nameOf), now);
  }
  if (object.name === 'Opportunity' && changed.some((name) => STAGE_ROW_FIELDS.includes(name))) {
    writeStageRow(org, after, now);
  }
  // An event always contains LastModifiedDate, also when it is the same second as before.
  const eventFields = fieldNames.filter((name) => name === 'LastModifiedDate' || changed.includes(name));
  const deleted = before.IsDeleted !== after.IsDeleted;
  recordChange(org, object, after, deleted ? (after.IsDeleted === 1 ? 'DELETE' : 'UNDELETE') : 'UPDATE', eventFields);
}

function recordChange(
  org: WriteContext,
  object: SObject,
  record: StoredRecord,
  type: ChangeType,
  fields: readonly string[],
): void {
  const id = String(record.Id);
  // In milliseconds, unlike the times of records.
  const at = new Date(org.now()).toISOString();
  const { origin, transactionKey, userId } = org;
  const changedFields = fields.filter((name) => name !== 'Id' && name !== 'SystemModstamp');
  const values = Object.fromEntries(changedFields.map((name) => [name, record[name] ?? null]));
  logChange(org.db, org.transaction, {
    object: object.name,
    recordId: id,
    type,
    fields: changedFields,
    values,
    origin,
    transactionKey,
    userId,
    committedAt: at,
  });
  org.changed.fire();
  const late = org.faults.take(['late_visible'], appliesToRecord(object.name, id));
  if (late) hideRecord(org.db, object.name, id, Date.now() + (late.delayMs ?? 1_000));
}

function insertRow(db: DatabaseSync, object: SObject, record: StoredRecord): void {
  const values = getStoredFields(object).map(({ name }) => record[name] ?? null);
  prepareCached(db, insertSql(object)).run(...values);
}

/** `OpportunityHistory` has the stages; every other object's history is that of its fields. */
const historyObjectOf = (object: string): string =>
  object === 'Opportunity' ? 'OpportunityFieldHistory' : `${object}History`;

const STAGE_ROW_FIELDS = ['StageName', 'Amount', 'Probability', 'CloseDate'];

function writeStageRow(org: WriteContext, opportunity: StoredRecord, at: string): void {
  const object = org.schema.getObject('OpportunityHistory');
  const values = Object.fromEntries(STAGE_ROW_FIELDS.map((name) => [name, opportunity[name] ?? null]));
  insertRow(org.db, object, {
    Id: nextId(org.db, object),
    IsDeleted: 0,
    OpportunityId: opportunity.Id ?? null,
    CreatedById: org.userId,
    CreatedDate: at,
    SystemModstamp: at,
    ...values,
  });
}

/** @param parent the object whose records have the history */
export function writeHistory(
  org: WriteContext,
  parent: string,
  parentId: string,
  entries: readonly HistoryEntry[],
  at: string,
): void {
  const object = org.schema.findObject(historyObjectOf(parent));
  if (!object) return;
  for (const { field, dataType, oldValue, newValue } of entries) {
    insertRow(org.db, object, {
      Id: nextId(org.db, object),
      IsDeleted: 0,
      [`${parent}Id`]: parentId,
      CreatedById: org.userId,
      CreatedDate: at,
      Field: field,
      DataType: dataType,
      OldValue: oldValue,
      NewValue: newValue,
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
