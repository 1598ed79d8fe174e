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
import { withLease } from '../with-lease.ts';
import { ActiveModels } from './active-models.ts';
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
  /** Waiting to be written to the CRM, because they differ from what was last written. */
  readonly queued: number;
  /** The open lead most likely to convert; absent if none is open. */
  readonly best?: { readonly leadId: string; readonly probability: number };
}

export interface ScoreOpenLeadsOptions {
  /** Shared with concurrent scoring in this process, so that neither uses an older model than the other. */
  readonly active?: Pick<ActiveModels, 'get'>;
  /** Stops between two chunks, with the signal's reason. */
  readonly signal?: AbortSignal;
}

const LEADS_PER_CHUNK = 200;

/**
 * Scores every open lead with the active model, logs the scores, and queues those that changed for the CRM. If another
 * model becomes active during the run, it starts again, so that no lead keeps a score of the former model. Other processes
 * may score the same leads at the same time; the most recent read of a lead wins.
 * @throws WorkflowError `no_active_model`, `work_in_progress`; the error of a lost lease
 */
export async function scoreOpenLeads(
  ports: ScoreOpenLeadsPorts,
  orgId: string,
  progress: Progress,
  options: ScoreOpenLeadsOptions = {},
): Promise<OpenLeadsScored> {
  const active = options.active ?? new ActiveModels(ports.models, ports.crmUsers);
  return withLease(ports.leases, orgId, 'scoring', async (lost) => {
    const stop = options.signal ? AbortSignal.any([lost, options.signal]) : lost;
    for (;;) {
      const scored = await scoreWithOneModel(ports, orgId, progress, active, stop);
      if (scored) return scored;
    }
  });
}

/** @returns undefined if another model became active during the run */
async function scoreWithOneModel(
  { leadHistories, unscoredLeads, outbox, clock }: ScoreOpenLeadsPorts,
  orgId: string,
  progress: Progress,
  active: Pick<ActiveModels, 'get'>,
  stop: AbortSignal,
): Promise<OpenLeadsScored | undefined> {
  const model = await active.get(orgId);
  const isStillActive = async () => (await active.get(orgId)).entry.id === model.entry.id;
  const { open } = await leadHistories.countLeads(orgId);
  const lastMark = await unscoredLeads.latest(orgId);
  let scored = 0;
  let queued = 0;
  let best: OpenLeadsScored['best'];
  // Taken before each chunk is read, so that a score of a later change is newer than these.
  let now = clock.now();
  for await (const histories of leadHistories.readHistories(orgId, 'open', LEADS_PER_CHUNK)) {
    stop.throwIfAborted();
    if (!(await isStillActive())) return undefined;
    const { entries, updates } = await scoreBatch(model, histories, now, 'batch');
    queued += await outbox.enqueue(orgId, entries, updates);
    scored += updates.length;
    for (const { leadId, probability } of updates) {
      if (probability > (best?.probability ?? -1)) best = { leadId, probability };
    }
    progress.update('score', scored, open);
    now = clock.now();
  }
  stop.throwIfAborted();
  if (!(await isStillActive())) return undefined;
  await unscoredLeads.forgetUpTo(orgId, lastMark);
  return { scored, queued, best };
}
