import type { ScoreLogEntry } from '@leadlight/workflows';
import { LRUCache } from 'lru-cache';
import type { Database } from '../database/tables.ts';

/** Contexts of the scores of an org change with its model, ranking and settings: a few a day. */
const MAX_KNOWN_CONTEXTS = 1_000;

/** Ids that are known to be stored, by database. A context is never removed. */
const knownByDatabase = new WeakMap<Database, LRUCache<string, true>>();

/**
 * Stores the contexts of scores that are about to be logged, each once. Outside the transaction that logs the scores, so that
 * its rollback does not undo what this process remembers.
 */
export async function storeContexts(db: Database, orgId: string, scores: readonly ScoreLogEntry[]): Promise<void> {
  let known = knownByDatabase.get(db);
  if (!known) knownByDatabase.set(db, (known = new LRUCache({ max: MAX_KNOWN_CONTEXTS })));
  const unknown = new Map<string, { org_id: string; context_id: string; document: string }>();
  for (const { contextId, contextText } of scores) {
    if (contextId === undefined || contextText === undefined) continue;
    const key = `${orgId} ${contextId}`;
    if (known.has(key) || unknown.has(key)) continue;
    unknown.set(key, { org_id: orgId, context_id: contextId, document: contextText });
  }
  if (unknown.size === 0) return;
  await db
    .insertInto('scoring_context')
    .values([...unknown.values()])
    .onConflict((conflict) => conflict.columns(['org_id', 'context_id']).doNothing())
    .execute();
  for (const key of unknown.keys()) known.set(key, true);
}
