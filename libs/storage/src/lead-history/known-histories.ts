import type { LeadHistory } from '@leadlight/lead-features';
import type { LeadHistoryStore } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';
import { changesSince, historyRevision, type HistoryChanges } from './changes-since.ts';
import { TwoGenerations } from './two-generations.ts';

type FindHistories = LeadHistoryStore['findHistories'];

/** Orgs of which histories are kept. */
const MOST_ORGS = 8;

/**
 * Histories kept in memory, each until the database notes that it changed. Every call asks for those notes first, so
 * that no answer is older than its question, whichever process changed what.
 * @param read reads histories from the database
 * @param most so many are kept of an org
 */
export function knownHistories(db: Database, read: FindHistories, most: number): FindHistories {
  const orgs = new TwoGenerations<KnownOrg>(MOST_ORGS);

  async function upToDate(orgId: string): Promise<KnownOrg> {
    const known = orgs.get(orgId);
    if (known) {
      known.forget(await changesSince(db, orgId, known.revision));
      return known;
    }
    const begun = new KnownOrg(await historyRevision(db, orgId), most);
    orgs.set(orgId, begun);
    return begun;
  }

  return async (orgId, leadIds) => {
    const org = await upToDate(orgId);
    const { revision } = org;
    const { histories, missing } = org.lookUp(leadIds);
    if (missing.length === 0) return histories;
    for (const [leadId, history] of await read(orgId, missing)) {
      histories.set(leadId, history);
      // Read while another call heard of changes, it may be older than what that call forgot. And what is noted of an
      // activity is whom it hangs on: after conversion that is a contact, and no lead that is worth keeping.
      if (org.revision === revision && history.convertedAt === null) org.keep(history);
    }
    return histories;
  };
}

/** An org's histories as of a revision, or newer. */
class KnownOrg {
  #revision: number;
  readonly #most: number;
  #histories: TwoGenerations<LeadHistory>;

  constructor(revision: number, most: number) {
    this.#revision = revision;
    this.#most = most;
    this.#histories = new TwoGenerations(most);
  }

  get revision(): number {
    return this.#revision;
  }

  forget({ leadIds, revision }: HistoryChanges): void {
    if (leadIds === 'any') this.#histories = new TwoGenerations(this.#most);
    else for (const leadId of leadIds) this.#histories.delete(leadId);
    this.#revision = Math.max(this.#revision, revision);
  }

  lookUp(leadIds: readonly string[]) {
    const histories = new Map<string, LeadHistory>();
    const missing: string[] = [];
    for (const leadId of leadIds) {
      const known = this.#histories.get(leadId);
      if (known) histories.set(leadId, known);
      else missing.push(leadId);
    }
    return { histories, missing };
  }

  keep(history: LeadHistory): void {
    this.#histories.set(history.leadId, history);
  }
}
