import type { DatabaseSync } from 'node:sqlite';
import type { SObject } from '../schema/field.ts';
import type { Org } from '../org.ts';
import { prepareCached } from '../statements.ts';

const MAX_VIEWED_RECORDS = 200;

export const createViewedRecords = (db: DatabaseSync): void =>
  db.exec('CREATE TABLE IF NOT EXISTS "sandbox.viewed" (id TEXT PRIMARY KEY, object TEXT, at INTEGER) WITHOUT ROWID');

/** Remembers that the user has looked at records: reading one, or `FOR VIEW`. */
export function markViewed(org: Org, object: SObject, ids: readonly string[]): void {
  for (const id of ids.slice(0, MAX_VIEWED_RECORDS)) {
    prepareCached(org.db, 'INSERT OR REPLACE INTO "sandbox.viewed" (id, object, at) VALUES (?, ?, ?)').run(
      id,
      object.name,
      org.now(),
    );
  }
  prepareCached(
    org.db,
    'DELETE FROM "sandbox.viewed" WHERE id NOT IN (SELECT id FROM "sandbox.viewed" ORDER BY at DESC LIMIT ?)',
  ).run(MAX_VIEWED_RECORDS);
}
