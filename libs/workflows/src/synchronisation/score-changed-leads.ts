import { withoutWithheld } from '../experiments/withhold-scores.ts';
import type { Clock, ExperimentStore, LeadHistoryStore, Outbox, UnscoredLeads } from '../ports/index.ts';
import type { ActiveModels } from '../scoring/active-models.ts';
import type { ShadowScoring } from '../scoring/shadow-scoring.ts';
import { scoreBatch } from '../scoring/batch-scores.ts';

export interface ScoreChangedPorts {
  readonly leadHistories: Pick<LeadHistoryStore, 'findHistories'>;
  readonly unscoredLeads: Pick<UnscoredLeads, 'list'>;
  readonly outbox: Pick<Outbox, 'enqueue'>;
  readonly experiments: Pick<ExperimentStore, 'enrol' | 'findLeads'>;
  readonly clock: Clock;
}

/** As many as one Collections call writes. */
const LEADS_PER_CHUNK = 200;

/**
 * Scores the open leads that changed since they were last scored, and queues the scores that differ for the CRM. Marks are
 * removed in the transaction that logs the scores, so that after a kill a lead is either marked or scored.
 * @param onScored receives the leads of each batch that was stored
 * @returns how many were scored
 * @throws WorkflowError `no_active_model`, `model_not_for_leads`
 */
export async function scoreChangedLeads(
  { leadHistories, unscoredLeads, outbox, experiments, clock }: ScoreChangedPorts,
  orgId: string,
  models: Pick<ActiveModels, 'get'>,
  shadow: Pick<ShadowScoring, 'score'>,
  stop: AbortSignal,
  onScored: (leadIds: readonly string[]) => void = () => undefined,
): Promise<number> {
  let scored = 0;
  while (!stop.aborted) {
    const marks = await unscoredLeads.list(orgId, LEADS_PER_CHUNK);
    if (marks.length === 0) break;
    const model = await models.get(orgId);
    const now = clock.now();
    const histories = await leadHistories.findHistories(
      orgId,
      marks.map(({ leadId }) => leadId),
    );
    const open = [...histories.values()].filter(({ convertedAt, isDeleted }) => convertedAt === null && !isDeleted);
    const { entries, updates } = await scoreBatch(model, open, now, 'follow');
    const shadowScores = await shadow.score(orgId, model.entry, updates, open, now);
    const written = await withoutWithheld(experiments, orgId, model.experiment, updates, open, now);
    await outbox.enqueue(orgId, entries, written, marks, shadowScores);
    scored += entries.length;
    onScored(entries.map(({ subjectId }) => subjectId));
  }
  return scored;
}
