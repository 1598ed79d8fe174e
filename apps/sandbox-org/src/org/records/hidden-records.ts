import type { DatabaseSync } from 'node:sqlite';
import { prepareCached } from '../statements.ts';

/**
 * Records that are written but not visible yet: on the platform a record may appear in queries minutes after its
 * SystemModstamp. Here only the fault `late_visible` hides records.
 */
export const createHiddenRecords = (db: DatabaseSync): void =>
  db.exec(
    'CREATE TABLE IF NOT EXISTS "sandbox.hidden" (id TEXT PRIMARY KEY, object TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID',
  );

export function hideRecord(db: DatabaseSync, object: string, id: string, until: number): void {
  prepareCached(db, 'INSERT OR REPLACE INTO "sandbox.hidden" (id, object, until) VALUES (?, ?, ?)').run(
    id,
    object,
    until,
  );
}

/** Whether any record of the object is hidden now: only then queries need the filter. */
export function hasHidden(db: DatabaseSync, object: string, now: number): boolean {
  return (
    prepareCached(db, 'SELECT 1 AS hidden FROM "sandbox.hidden" WHERE object = ? AND until > ? LIMIT 1').get(
      object,
      now,
    ) !== undefined
  );
}
