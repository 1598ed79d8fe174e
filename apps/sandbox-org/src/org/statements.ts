import type { DatabaseSync, StatementSync } from 'node:sqlite';

const CACHES = new WeakMap<DatabaseSync, Map<string, StatementSync>>();
const MAX_CACHED_STATEMENTS = 500;

/**
 * Prepares a statement, or returns the cached one. Not for iterating: a second user would reset the statement while the
 * first one iterates.
 */
export function prepareCached(db: DatabaseSync, sql: string): StatementSync {
  let cache = CACHES.get(db);
  if (!cache) {
    cache = new Map();
    CACHES.set(db, cache);
  }
  const cached = cache.get(sql);
  if (cached) return cached;
  const statement = db.prepare(sql);
  cache.set(sql, statement);
  const [oldest] = cache.keys();
  if (cache.size > MAX_CACHED_STATEMENTS && oldest !== undefined) cache.delete(oldest);
  return statement;
}
