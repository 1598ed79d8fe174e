import type { DatabaseSync } from 'node:sqlite';
import { prepareCached } from '../statements.ts';
import type { StoredRecord } from './derived-fields.ts';

export type ChangeType = 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE';

/** One committed change of one record, for Change Data Capture. */
export interface RecordChange {
  readonly object: string;
  readonly recordId: string;
  readonly type: ChangeType;
  /** Names of the changed fields; of a new record, those with a value. */
  readonly fields: readonly string[];
  /** Values of those fields. */
  readonly values: StoredRecord;
  /** The API and client that changed it, e.g. `com/salesforce/api/rest/62.0;client=leadlight`. */
  readonly origin: string;
  /** Changes of one transaction share it. */
  readonly transactionKey: string;
  readonly userId: string;
  readonly committedAt: string;
}

/** The changes of one transaction so far, in the order in which they are logged. */
export interface TransactionLog {
  /** The replay id of the first change; 0 = none yet. */
  start: number;
  last: { readonly change: RecordChange; readonly sequenceNumber: number } | undefined;
}

export const createTransactionLog = (): TransactionLog => ({ start: 0, last: undefined });

export interface LoggedChange extends RecordChange {
  readonly replayId: number;
  /** Of the event within its transaction, from 1: changes that share an event have the same one. */
  readonly sequenceNumber: number;
  /** The replay id of the transaction's first change. */
  readonly transactionStart: number;
}

/** Objects with Change Data Capture; the platform allows five without an add-on. */
export const CAPTURED_OBJECTS: readonly string[] = ['Lead', 'Task', 'Event', 'CampaignMember', 'Contact'];

export function createChangeLog(db: DatabaseSync): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS "sandbox.change" (
      replay_id INTEGER PRIMARY KEY AUTOINCREMENT, object TEXT NOT NULL, at TEXT NOT NULL, change TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS "sandbox.change.object" ON "sandbox.change" (object, replay_id);
    CREATE INDEX IF NOT EXISTS "sandbox.change.at" ON "sandbox.change" (at)`);
}

export function logChange(db: DatabaseSync, transaction: TransactionLog, change: RecordChange): void {
  if (!CAPTURED_OBJECTS.includes(change.object)) return;
  if (transaction.start === 0) transaction.start = replayRange(db).last + 1;
  const { last } = transaction;
  const isMerged = last !== undefined && canMerge(last.change, change);
  const sequenceNumber = (last?.sequenceNumber ?? 0) + (isMerged ? 0 : 1);
  transaction.last = { change, sequenceNumber };
  prepareCached(db, 'INSERT INTO "sandbox.change" (object, at, change) VALUES (?, ?, ?)').run(
    change.object,
    change.committedAt,
    JSON.stringify({ ...change, sequenceNumber, transactionStart: transaction.start }),
  );
}

/** Whether two changes share an event. */
export const canMerge = (a: RecordChange, b: RecordChange): boolean =>
  a.object === b.object &&
  a.transactionKey === b.transactionKey &&
  a.type === b.type &&
  a.type !== 'CREATE' &&
  a.fields.join() === b.fields.join() &&
  comparableValues(a) === comparableValues(b);

/** Ignores LastModifiedDate: records of one transaction are saved milliseconds apart. */
function comparableValues({ values }: RecordChange): string {
  const { LastModifiedDate: _, ...others } = values;
  return JSON.stringify(others);
}

/** Changes after a replay id, oldest first. */
export function changesAfter(
  db: DatabaseSync,
  replayId: number,
  objects: readonly string[],
  limit: number,
): LoggedChange[] {
  const rows = prepareCached(
    db,
    `SELECT replay_id, change FROM "sandbox.change" WHERE replay_id > ? AND object IN (SELECT value FROM json_each(?))
     ORDER BY replay_id LIMIT ?`,
  ).all(replayId, JSON.stringify(objects), limit);
  return rows.map((row) => ({
    ...(JSON.parse(String(row.change)) as Omit<LoggedChange, 'replayId'>),
    replayId: Number(row.replay_id),
  }));
}

/** The first replay id in the log, and the last one ever given; 0 = none. */
export function replayRange(db: DatabaseSync): { readonly first: number; readonly last: number } {
  const first = prepareCached(db, 'SELECT min(replay_id) AS id FROM "sandbox.change"').get()?.id;
  const last = prepareCached(db, `SELECT seq AS id FROM sqlite_sequence WHERE name = 'sandbox.change'`).get()?.id;
  return { first: Number(first ?? 0), last: Number(last ?? 0) };
}

export function deleteChangesBefore(db: DatabaseSync, before: string): void {
  prepareCached(db, 'DELETE FROM "sandbox.change" WHERE at < ?').run(before);
}
