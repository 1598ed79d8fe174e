import type { LeadHistory } from '@leadlight/lead-features';
import type { Clock, LeadHistoryStore, OpenLeadsRead, UnscoredLeads } from '@leadlight/workflows';

/** Some 4 KB each: 3.8 KB on average of 2,459 simulated leads. */
const MAX_KEPT_LEADS = 10_000;

interface KeptOpenLeads {
  readonly leadHistories: LeadHistoryStore;
  /** The open leads of the last complete reading of all leads, which are not kept any longer; undefined if there was none, or there are too many. */
  take(): OpenLeadsRead | undefined;
}

/** Keeps the open leads while all leads are read for training, so that the scoring after it need not read them again. */
export function keepOpenLeads(
  leadHistories: LeadHistoryStore,
  unscoredLeads: Pick<UnscoredLeads, 'latest'>,
  clock: Clock,
): KeptOpenLeads {
  let kept: OpenLeadsRead | undefined;
  async function* readAll(orgId: string, chunkSize: number): AsyncGenerator<readonly LeadHistory[]> {
    kept = undefined;
    const readAt = clock.now();
    const mark = await unscoredLeads.latest(orgId);
    const open: LeadHistory[] = [];
    for await (const chunk of leadHistories.readHistories(orgId, 'all', chunkSize)) {
      if (open.length <= MAX_KEPT_LEADS) open.push(...chunk.filter(isOpen));
      yield chunk;
    }
    if (open.length <= MAX_KEPT_LEADS) kept = { histories: open, readAt, mark };
  }
  return {
    leadHistories: {
      ...leadHistories,
      readHistories: (orgId, which, chunkSize) =>
        which === 'all' ? readAll(orgId, chunkSize) : leadHistories.readHistories(orgId, which, chunkSize),
    },
    take: () => {
      const taken = kept;
      kept = undefined;
      return taken;
    },
  };
}

const isOpen = ({ convertedAt, isDeleted }: LeadHistory): boolean => convertedAt === null && !isDeleted;
