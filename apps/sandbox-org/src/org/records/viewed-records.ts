import type { DatabaseSync } from 'node:sqlite';
import type { SObject } from '../schema/field.ts';
import { prepareCached } from '../statements.ts';

const MAX_VIEWED_RECORDS = 200;

export const createViewedRecords = (db: DatabaseSync): void =>
  db.exec('CREATE TABLE IF NOT EXISTS "sandbox.viewed" (id TEXT PRIMARY KEY, object TEXT, at INTEGER) WITHOUT ROWID');

/** Marks records as viewed by the user: by reading one, or by `FOR VIEW`. */
export function markViewed(db: DatabaseSync, { name }: SObject, ids: readonly string[], at: number): void {
  const insert = prepareCached(db, 'INSERT OR REPLACE INTO "sandbox.viewed" (id, object, at) VALUES (?, ?, ?)');
  for (const id of ids.slice(0, MAX_VIEWED_RECORDS)) insert.run(id, name, at);
  prepareCached(
    db,
    'DELETE FROM "sandbox.viewed" WHERE id NOT IN (SELECT id FROM "sandbox.viewed" ORDER BY at DESC LIMIT ?)',
  ).run(MAX_VIEWED_RECORDS);
}
