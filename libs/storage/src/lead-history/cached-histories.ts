import type { LeadHistory } from '@leadlight/lead-features';
import type { LeadHistoryStore } from '@leadlight/workflows';
import { LRUCache } from 'lru-cache';
import type { Database } from '../database/tables.ts';
import { findHistoryChanges, findHistoryRevision, type HistoryChanges } from './history-changes.ts';

type FindHistories = LeadHistoryStore['findHistories'];

const MAX_CACHED_ORGS = 10_000;

/**
 * Caches each history until the database records a change of it. Every call reads these records first, so that no result is
 * older than its call, even if another process made the change.
 * @param read reads histories from the database
 * @param maxCached the limit for all orgs together
 */
export function cachedHistories(db: Database, read: FindHistories, maxCached: number): FindHistories {
  const orgs = new LRUCache<string, CachedOrg>({ max: MAX_CACHED_ORGS });
  const histories = new LRUCache<string, LeadHistory>({ max: maxCached });

  async function upToDate(orgId: string): Promise<CachedOrg> {
    const cached = orgs.get(orgId);
    if (cached) {
      cached.forget(await findHistoryChanges(db, orgId, cached.revision));
      return cached;
    }
    const created = new CachedOrg(await findHistoryRevision(db, orgId), histories);
    orgs.set(orgId, created);
    return created;
  }

  return async (orgId, leadIds) => {
    const org = await upToDate(orgId);
    const { revision } = org;
    const { found, missing } = org.lookUp(leadIds);
    if (missing.length === 0) return found;
    for (const [leadId, history] of await read(orgId, missing)) {
      found.set(leadId, history);
      // If another call has found changes since, this history may be older than they are. Histories of converted leads are
      // not cached, because a change of their activities is recorded under the contact.
      if (org.revision === revision && history.convertedAt === null) org.keep(history);
    }
    return found;
  };
}

let cacheGeneration = 0;

/** An org's cached histories, as of a revision or newer. */
class CachedOrg {
  #revision: number;
  readonly #histories: LRUCache<string, LeadHistory>;
  /** Part of the keys: a new one makes all earlier entries unreachable, and they are evicted in time. */
  #generation = (cacheGeneration += 1);

  constructor(revision: number, histories: LRUCache<string, LeadHistory>) {
    this.#revision = revision;
    this.#histories = histories;
  }

  get revision(): number {
    return this.#revision;
  }

  forget({ leadIds, revision }: HistoryChanges): void {
    if (leadIds === 'any') this.#generation = cacheGeneration += 1;
    else for (const leadId of leadIds) this.#histories.delete(this.#keyOf(leadId));
    this.#revision = Math.max(this.#revision, revision);
  }

  lookUp(leadIds: readonly string[]) {
    const found = new Map<string, LeadHistory>();
    const missing: string[] = [];
    for (const leadId of leadIds) {
      const cached = this.#histories.get(this.#keyOf(leadId));
      if (cached) found.set(leadId, cached);
      else missing.push(leadId);
    }
    return { found, missing };
  }

  keep(history: LeadHistory): void {
    this.#histories.set(this.#keyOf(history.leadId), history);
  }

  #keyOf(leadId: string): string {
    return `${this.#generation} ${leadId}`;
  }
}
