import type { LeadHistory } from '@leadlight/lead-features';
import type { LeadHistoryStore } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';
import { findHistoryChanges, findHistoryRevision, type HistoryChanges } from './history-changes.ts';
import { TwoGenerations } from './two-generations.ts';

type FindHistories = LeadHistoryStore['findHistories'];

/** Orgs of which it is known what is kept. */
const MAX_CACHED_ORGS = 8;

/**
 * Histories kept in memory, each until the database notes that it changed. Every call asks for those notes first, so
 * that no answer is older than its question, whichever process changed what.
 * @param read reads histories from the database
 * @param most so many are kept, of all orgs together
 */
export function cachedHistories(db: Database, read: FindHistories, most: number): FindHistories {
  const orgs = new TwoGenerations<CachedOrg>(MAX_CACHED_ORGS);
  const histories = new TwoGenerations<LeadHistory>(most);

  async function upToDate(orgId: string): Promise<CachedOrg> {
    const known = orgs.get(orgId);
    if (known) {
      known.forget(await findHistoryChanges(db, orgId, known.revision));
      return known;
    }
    const begun = new CachedOrg(await findHistoryRevision(db, orgId), histories);
    orgs.set(orgId, begun);
    return begun;
  }

  return async (orgId, leadIds) => {
    const org = await upToDate(orgId);
    const { revision } = org;
    const { found, missing } = org.lookUp(leadIds);
    if (missing.length === 0) return found;
    for (const [leadId, history] of await read(orgId, missing)) {
      found.set(leadId, history);
      // Read while another call heard of changes, it may be older than what that call forgot. And what is noted of an
      // activity is whom it hangs on: after conversion that is a contact, and no lead that is worth keeping.
      if (org.revision === revision && history.convertedAt === null) org.keep(history);
    }
    return found;
  };
}

let cacheGeneration = 0;

/** An org's histories as of a revision, or newer. */
class CachedOrg {
  #revision: number;
  readonly #histories: TwoGenerations<LeadHistory>;
  /** What was kept under another one is not found any more, and makes room as it gets old. */
  #keptAs = (cacheGeneration += 1);

  constructor(revision: number, histories: TwoGenerations<LeadHistory>) {
    this.#revision = revision;
    this.#histories = histories;
  }

  get revision(): number {
    return this.#revision;
  }

  forget({ leadIds, revision }: HistoryChanges): void {
    if (leadIds === 'any') this.#keptAs = cacheGeneration += 1;
    else for (const leadId of leadIds) this.#histories.delete(this.#keyOf(leadId));
    this.#revision = Math.max(this.#revision, revision);
  }

  lookUp(leadIds: readonly string[]) {
    const found = new Map<string, LeadHistory>();
    const missing: string[] = [];
    for (const leadId of leadIds) {
      const known = this.#histories.get(this.#keyOf(leadId));
      if (known) found.set(leadId, known);
      else missing.push(leadId);
    }
    return { found, missing };
  }

  keep(history: LeadHistory): void {
    this.#histories.set(this.#keyOf(history.leadId), history);
  }

  #keyOf(leadId: string): string {
    return `${this.#keptAs} ${leadId}`;
  }
}
