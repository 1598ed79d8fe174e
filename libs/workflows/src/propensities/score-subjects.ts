import { hash } from 'node:crypto';
import { DEFAULT_REASONS } from '@leadlight/contract';
import { canonicalRowText, rowOf, type FeatureValue, type Instant } from '@leadlight/lead-features';
import { currentSnapshot, type PropensityDefinition } from '@leadlight/propensity';
import { WorkflowError } from '../errors.ts';
import type {
  Clock,
  LeadScoreUpdate,
  JobClaims,
  Progress,
  PropensityModelStore,
  PropensityStore,
  SubjectRecordStore,
  SubjectScoreStore,
} from '../ports/index.ts';
import { modelLabelOf } from '../scoring/batch-scores.ts';
import { OpenLeadRanks } from '../scoring/open-lead-ranks.ts';
import { scoreRows } from '../scoring/score-rows.ts';
import { withoutUnseenValue } from '../scoring/unseen-value.ts';
import { withJob } from '../with-job.ts';
import { getPropensity } from './manage-propensities.ts';
import { readSubjectHistories, resolveDefinition } from './subject-dataset.ts';
import { findActiveSubjectModel, type SubjectModel } from './subject-model.ts';

export interface ScoreSubjectsPorts {
  readonly propensities: PropensityStore;
  readonly propensityModels: PropensityModelStore;
  readonly subjectRecords: SubjectRecordStore;
  readonly subjectScores: SubjectScoreStore;
  readonly claims: JobClaims;
  readonly clock: Clock;
}

export interface SubjectsScored {
  /** Subjects that are in the population now. */
  readonly scored: number;
  /** Of these, whose score differs from their latest one. */
  readonly changed: number;
  /** Subjects that are not asked about now. */
  readonly outside: number;
}

/**
 * Scores every subject of the population with the active model, stores the scores that changed, and queues them for the CRM if the
 * definition names fields. A score is the percentile rank of the probability among these subjects.
 * @throws WorkflowError `unknown_propensity`, `propensity_not_trained`, `work_in_progress`
 */
export async function scoreSubjects(
  ports: ScoreSubjectsPorts,
  orgId: string,
  propensityId: string,
  progress: Progress,
): Promise<SubjectsScored> {
  const entry = await getPropensity(ports, orgId, propensityId);
  return withJob(ports.claims, orgId, `scoring ${propensityId}`, async (lost) => {
    const model = await findActiveSubjectModel(ports.propensityModels, orgId, propensityId);
    if (!model) throw new WorkflowError('propensity_not_trained', { id: propensityId });
    const { definition } = await resolveDefinition(ports.subjectRecords, orgId, entry.definition);
    const now = ports.clock.now();
    const run = { ports, orgId, definition, model, now };
    const ranks = new OpenLeadRanks();
    let outside = 0;
    for await (const chunk of readRows(run)) {
      outside += chunk.outside;
      for (const { probability } of scoresOf(model, chunk.subjects, 0, undefined)) ranks.add(probability);
    }
    const quantiles = ranks.quantiles();
    let [scored, changed] = [0, 0];
    for await (const { subjects } of readRows(run)) {
      lost.throwIfAborted();
      const updates = scoresOf(model, subjects, DEFAULT_REASONS, quantiles).map((score, index) =>
        updateOf(model, definition, subjects[index]!, score, now),
      );
      const entries = updates.map((update) => ({ update, modelId: model.entry.id }));
      changed += await ports.subjectScores.store(orgId, propensityId, entries, definition.writeBack !== null);
      progress.update('score', (scored += updates.length), ranks.leads);
    }
    return { scored, changed, outside };
  });
}

interface Run {
  readonly ports: ScoreSubjectsPorts;
  readonly orgId: string;
  readonly definition: PropensityDefinition;
  readonly model: SubjectModel;
  readonly now: Instant;
}

interface SubjectRow {
  readonly subjectId: string;
  readonly row: readonly FeatureValue[];
}

async function* readRows({
  ports,
  orgId,
  definition,
  model,
  now,
}: Run): AsyncGenerator<{ readonly subjects: readonly SubjectRow[]; readonly outside: number }> {
  for await (const histories of readSubjectHistories(ports.subjectRecords, orgId, definition)) {
    const subjects = histories.flatMap((history) => {
      const snapshot = currentSnapshot(history, definition, now);
      return snapshot ? [{ subjectId: history.subjectId, row: rowOf(model.schema, snapshot) }] : [];
    });
    yield { subjects, outside: histories.length - subjects.length };
  }
}

function scoresOf(
  { model, schema, threshold }: SubjectModel,
  subjects: readonly SubjectRow[],
  maxReasons: number,
  openLeads: readonly number[] | undefined,
) {
  if (subjects.length === 0) return [];
  const rows = subjects.map(({ row }) => row);
  return scoreRows(model, schema, rows, { threshold, maxReasons, openLeads });
}

function updateOf(
  { model, schema, entry }: SubjectModel,
  { id }: PropensityDefinition,
  { subjectId, row }: SubjectRow,
  score: ReturnType<typeof scoresOf>[number],
  now: Instant,
): LeadScoreUpdate {
  const { band, qualified, probability, baseline, baselineScore, otherPoints, uncertain, similarLeads } = score;
  const reasons = score.reasons.map((reason) => withoutUnseenValue(model, schema, reason));
  return {
    leadId: subjectId,
    score: score.score,
    band,
    qualified,
    probability,
    unranked: null,
    reasons: JSON.stringify({
      ...{ baseline, baselineScore, otherPoints, uncertain, similarLeads, reasons, propensity: id },
    }),
    modelLabel: modelLabelOf(entry),
    scoredAt: now,
    inputHash: hash('sha256', canonicalRowText(schema, row)),
  };
}
