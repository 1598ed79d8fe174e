import type {
  Clock,
  CrmUsers,
  LeadHistoryStore,
  Leases,
  ModelStore,
  Outbox,
  Progress,
  UnscoredLeads,
} from '../ports/index.ts';
import { ActiveModels } from './index.ts';
import { withLease } from '../with-lease.ts';
import { scoreBatch } from './batch-scores.ts';

export interface ScoreOpenLeadsPorts {
  readonly models: ModelStore;
  readonly crmUsers: CrmUsers;
  readonly leadHistories: LeadHistoryStore;
  readonly unscoredLeads: UnscoredLeads;
  readonly outbox: Outbox;
  readonly leases: Leases;
  readonly clock: Clock;
}

export interface OpenLeadsScored {
  readonly scored: number;
  /** Waiting to be written to the CRM: those that read otherwise than what was last written. */
  readonly queued: number;
  /** The open lead most likely to convert; absent where none is open. */
  readonly best?: { readonly leadId: string; readonly probability: number };
}

export interface ScoreOpenLeadsOptions {
  /** Whoever scores leads beside with the same ones never uses an older model than this does. */
  readonly active?: Pick<ActiveModels, 'get'>;
  /** Stops it between two chunks, with the signal's reason. */
  readonly signal?: AbortSignal;
}

const LEADS_PER_CHUNK = 200;

/**
 * Scores every open lead with the active model, logs the scores, and queues those that changed for the CRM. Where another
 * model becomes active meanwhile it begins anew with that one: two models must not take turns on a lead. Leads may be scored
 * beside it; who read a lead last has the last word.
 * @throws WorkflowError `no_active_model`, `work_in_progress`; what the lease was lost with
 */
export async function scoreOpenLeads(
  ports: ScoreOpenLeadsPorts,
  orgId: string,
  progress: Progress,
  options: ScoreOpenLeadsOptions = {},
): Promise<OpenLeadsScored> {
  const active = options.active ?? new ActiveModels(ports.models, ports.crmUsers, ports.clock);
  return withLease(ports.leases, orgId, 'scoring', async (lost) => {
    const stop = options.signal ? AbortSignal.any([lost, options.signal]) : lost;
    for (;;) {
      const scored = await scoreOnce(ports, orgId, progress, active, stop);
      if (scored) return scored;
    }
  });
}

/** @returns undefined where another model has become active on the way */
async function scoreOnce(
  { leadHistories, unscoredLeads, outbox, clock }: ScoreOpenLeadsPorts,
  orgId: string,
  progress: Progress,
  active: Pick<ActiveModels, 'get'>,
  stop: AbortSignal,
): Promise<OpenLeadsScored | undefined> {
  const model = await active.get(orgId);
  const isStillActive = async () => (await active.get(orgId)).entry.id === model.entry.id;
  const { open } = await leadHistories.countLeads(orgId);
  const marked = await unscoredLeads.latest(orgId);
  let scored = 0;
  let queued = 0;
  let best: OpenLeadsScored['best'];
  // Before each chunk is read, not after: a change that comes between must not find a newer score in its way.
  let now = clock.now();
  for await (const histories of leadHistories.readHistories(orgId, 'open', LEADS_PER_CHUNK)) {
    stop.throwIfAborted();
    if (!(await isStillActive())) return undefined;
    const { entries, updates } = scoreBatch(model, histories, now, 'batch');
    queued += await outbox.enqueue(orgId, entries, updates);
    scored += entries.length;
    for (const { leadId, probability } of entries) {
      if (probability > (best?.probability ?? -1)) best = { leadId, probability };
    }
    progress.update('score', scored, open);
    now = clock.now();
  }
  stop.throwIfAborted();
  if (!(await isStillActive())) return undefined;
  await unscoredLeads.forgetUpTo(orgId, marked);
  return { scored, queued, best };
}
