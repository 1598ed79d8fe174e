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

export interface LoggedChange extends RecordChange {
  readonly replayId: number;
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

export function logChange(db: DatabaseSync, change: RecordChange): void {
  if (!CAPTURED_OBJECTS.includes(change.object)) return;
  prepareCached(db, 'INSERT INTO "sandbox.change" (object, at, change) VALUES (?, ?, ?)').run(
    change.object,
    change.committedAt,
    JSON.stringify(change),
  );
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
  return rows.map((row) => ({ ...(JSON.parse(String(row.change)) as RecordChange), replayId: Number(row.replay_id) }));
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
