import type { DatabaseSync, StatementSync } from 'node:sqlite';

const CACHES = new WeakMap<DatabaseSync, Map<string, StatementSync>>();
const MAX_CACHED_STATEMENTS = 500;

/**
 * A prepared statement, kept for the next time. For statements run to their end at once, not for
 * iterating: two users of one statement would disturb each other.
 */
export function prepareCached(db: DatabaseSync, sql: string): StatementSync {
  let kept = CACHES.get(db);
  if (!kept) {
    kept = new Map();
    CACHES.set(db, kept);
  }
  const known = kept.get(sql);
  if (known) return known;
  const made = db.prepare(sql);
  kept.set(sql, made);
  const [oldest] = kept.keys();
  if (kept.size > MAX_CACHED_STATEMENTS && oldest !== undefined) kept.delete(oldest);
  return made;
}
