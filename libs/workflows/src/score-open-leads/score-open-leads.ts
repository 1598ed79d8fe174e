import { WorkflowError } from '../errors.ts';
import type { Clock, LeadHistoryStore, Leases, ModelStore, Outbox, Progress, UnscoredLeads } from '../ports/index.ts';
import { scoringModelOf } from '../score-leads/index.ts';
import { withLease } from '../with-lease.ts';
import { batchScoresOf } from './batch-scores.ts';

export interface ScoreOpenLeadsPorts {
  readonly models: ModelStore;
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

const CHUNK = 200;

/**
 * Scores every open lead with the active model, logs the scores, and queues those that changed for the CRM.
 * @throws WorkflowError `no_active_model`, `work_in_progress`; what the lease was lost with
 */
export async function scoreOpenLeads(
  ports: ScoreOpenLeadsPorts,
  orgId: string,
  progress: Progress,
): Promise<OpenLeadsScored> {
  const { models, leadHistories, unscoredLeads, outbox, leases, clock } = ports;
  return withLease(leases, orgId, 'scoring', async (lost) => {
    const active = await models.findActive(orgId);
    if (!active) {
      throw new WorkflowError('no_active_model', `Org ${orgId} has no active model. Run "leadlight train" first.`);
    }
    const model = scoringModelOf(active, await models.getFile(orgId, active.id));
    const { open } = await leadHistories.countLeads(orgId);
    const marked = await unscoredLeads.latest(orgId);
    let scored = 0;
    let queued = 0;
    let best: OpenLeadsScored['best'];
    // Before each chunk is read, not after: a change that comes between must not find a newer score in its way.
    let now = clock.now();
    for await (const histories of leadHistories.readHistories(orgId, 'open', CHUNK)) {
      lost.throwIfAborted();
      const { entries, updates } = batchScoresOf(model, histories, now, 'batch');
      queued += await outbox.enqueue(orgId, entries, updates);
      scored += entries.length;
      for (const { leadId, probability } of entries) {
        if (probability > (best?.probability ?? -1)) best = { leadId, probability };
      }
      progress.update('score', scored, open);
      now = clock.now();
    }
    lost.throwIfAborted();
    await unscoredLeads.forgetUpTo(orgId, marked);
    return { scored, queued, best };
  });
}
