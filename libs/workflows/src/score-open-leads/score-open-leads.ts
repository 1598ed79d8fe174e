import { DEFAULT_REASONS, type LeadScore } from '@leadlight/contract';
import type { Instant } from '@leadlight/lead-features';
import type {
  Clock,
  LeadHistoryStore,
  Leases,
  LeadScoreUpdate,
  ModelStore,
  Outbox,
  Progress,
  ScoreLogEntry,
} from '../ports/index.ts';
import { leadScoreOf, logEntryOf, scoringModelOf, scoreOneHistory, type ScoringModel } from '../score-leads/index.ts';
import { WorkflowError } from '../errors.ts';
import { withLease } from '../with-lease.ts';

export interface ScoreOpenLeadsPorts {
  readonly models: ModelStore;
  readonly leadHistories: LeadHistoryStore;
  readonly outbox: Outbox;
  readonly leases: Leases;
  readonly clock: Clock;
}

export interface OpenLeadsScored {
  readonly scored: number;
  /** Waiting to be written to the CRM: those whose score, band or model changed. */
  readonly queued: number;
  /** The open lead most likely to convert; absent where none is open. */
  readonly best?: { readonly leadId: string; readonly probability: number };
}

const CHUNK = 200;

/**
 * Scores every open lead with the active model, logs the scores, and queues those that changed for the CRM.
 * @throws WorkflowError `no_active_model`, `work_in_progress`
 */
export async function scoreOpenLeads(
  ports: ScoreOpenLeadsPorts,
  orgId: string,
  progress: Progress,
): Promise<OpenLeadsScored> {
  const { models, leadHistories, outbox, leases, clock } = ports;
  return withLease(leases, orgId, 'scoring', async () => {
    const active = await models.findActive(orgId);
    if (!active) {
      throw new WorkflowError('no_active_model', `Org ${orgId} has no active model. Run "leadlight train" first.`);
    }
    const model = scoringModelOf(active, await models.getFile(orgId, active.id));
    const { open } = await leadHistories.countLeads(orgId);
    const settings = { threshold: model.threshold, maxReasons: DEFAULT_REASONS };
    let scored = 0;
    let queued = 0;
    let best: OpenLeadsScored['best'];
    for await (const histories of leadHistories.readHistories(orgId, 'open', CHUNK)) {
      const asOf = clock.now();
      const scores = histories.map((history) =>
        leadScoreOf(history.leadId, scoreOneHistory(model.model, model.schema, history, asOf, settings), asOf),
      );
      const entries = scores.map((score) => logEntryOf(model, score, 'batch', asOf));
      queued += await outbox.enqueue(
        orgId,
        entries,
        entries.map((entry, i) => updateOf(model, entry, scores[i]!, asOf)),
      );
      scored += scores.length;
      for (const score of scores) if (score.probability > (best?.probability ?? -1)) best = score;
      progress.update('score', scored, open);
    }
    return { scored, queued, best: best && { leadId: best.leadId, probability: best.probability } };
  });
}

const updateOf = (
  { entry: { id, version } }: ScoringModel,
  { leadId, score, band, probability, inputHash }: ScoreLogEntry,
  { qualified, baseline, baselineScore, otherPoints, peers, reasons }: LeadScore,
  scoredAt: Instant,
): LeadScoreUpdate => ({
  leadId,
  score,
  band,
  qualified,
  probability,
  reasons: JSON.stringify({ baseline, baselineScore, otherPoints, peers, reasons }),
  modelLabel: `v${version} ${id}`,
  scoredAt,
  inputHash,
});
