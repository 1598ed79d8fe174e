import type { DatabaseSync } from 'node:sqlite';
import type { SObject } from './field.ts';
import type { Org } from './org.ts';
import { statement } from './statements.ts';

const MOST_KEPT = 200;

export const createRecentlyViewed = (db: DatabaseSync): void =>
  db.exec('CREATE TABLE IF NOT EXISTS "sandbox.viewed" (id TEXT PRIMARY KEY, object TEXT, at INTEGER) WITHOUT ROWID');

/** Remembers that the user has looked at records: reading one, or `FOR VIEW`. */
export function rememberViewed(org: Org, object: SObject, ids: readonly string[]): void {
  for (const id of ids.slice(0, MOST_KEPT)) {
    statement(org.db, 'INSERT OR REPLACE INTO "sandbox.viewed" (id, object, at) VALUES (?, ?, ?)').run(
      id,
      object.name,
      org.now(),
    );
  }
  statement(
    org.db,
    'DELETE FROM "sandbox.viewed" WHERE id NOT IN (SELECT id FROM "sandbox.viewed" ORDER BY at DESC LIMIT ?)',
  ).run(MOST_KEPT);
}
