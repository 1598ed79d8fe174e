import type { LeadHistory } from '@leadlight/lead-features';
import type { LeadHistoryStore } from '../ports/index.ts';

type FindHistories = LeadHistoryStore['findHistories'];

interface Asked {
  readonly leadIds: readonly string[];
  readonly resolve: (histories: ReadonlyMap<string, LeadHistory>) => void;
  readonly reject: (reason: unknown) => void;
}

/** So many leads are read together at most, so that one large request holds up no small one for long. */
const MAX_LEADS_PER_READ = 400;

/**
 * Joins concurrent reads of one org into one, without a timer: while one is under way the next ones gather, and go
 * together when it ends. A lone reader does not wait; many share a round trip.
 */
export function coalesceHistoryReads(find: FindHistories): FindHistories {
  const orgs = new Map<string, Asked[]>();

  async function drain(orgId: string, waiting: Asked[]): Promise<void> {
    while (waiting.length > 0) await readTogether(orgId, takeTogether(waiting), find);
    orgs.delete(orgId);
  }

  return (orgId, leadIds) => {
    const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, LeadHistory>>();
    const waiting = orgs.get(orgId);
    const asked = { leadIds, resolve, reject };
    if (waiting) waiting.push(asked);
    else {
      const queue = [asked];
      orgs.set(orgId, queue);
      void drain(orgId, queue);
    }
    return promise;
  };
}

/** From the front, at least one. */
function takeTogether(waiting: Asked[]): Asked[] {
  let leads = 0;
  const end = waiting.findIndex(({ leadIds }, index) => (leads += leadIds.length) > MAX_LEADS_PER_READ && index > 0);
  return waiting.splice(0, end < 0 ? waiting.length : end);
}

async function readTogether(orgId: string, asked: readonly Asked[], find: FindHistories): Promise<void> {
  try {
    const histories = await find(orgId, [...new Set(asked.flatMap(({ leadIds }) => leadIds))]);
    for (const { resolve } of asked) resolve(histories);
  } catch (reason) {
    for (const { reject } of asked) reject(reason);
  }
}
