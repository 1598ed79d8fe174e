import type { DatabaseSync, StatementSync } from 'node:sqlite';

const prepared = new WeakMap<DatabaseSync, Map<string, StatementSync>>();
const MOST_KEPT = 500;

/**
 * A prepared statement, kept for the next time. For statements run to their end at once, not for
 * iterating: two users of one statement would disturb each other.
 */
export function statement(db: DatabaseSync, sql: string): StatementSync {
  let kept = prepared.get(db);
  if (!kept) {
    kept = new Map();
    prepared.set(db, kept);
  }
  const known = kept.get(sql);
  if (known) return known;
  const made = db.prepare(sql);
  kept.set(sql, made);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return made;
}
