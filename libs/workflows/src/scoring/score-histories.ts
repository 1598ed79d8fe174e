import { hash } from 'node:crypto';
import type { Warning } from '@leadlight/contract';
import type { TreeModel } from '@leadlight/forest';
import {
  canonicalRowText,
  rowOf,
  snapshotAt,
  type FeatureSchema,
  type Instant,
  type LeadHistory,
} from '@leadlight/lead-features';
import type { ExplainedScore, ScoreSettings } from '@leadlight/lead-score';
import { warningsOf } from './row-warnings.ts';
import { scoreRows } from './score-rows.ts';

/** One lead’s score and what a reader of it should know. */
export interface ScoredHistory {
  readonly score: ExplainedScore;
  readonly warnings: readonly Warning[];
  /** SHA-256 of the row: equal inputs, equal hash. */
  readonly inputHash: string;
}

/**
 * Scores what was known of leads at `asOf`, together, which costs less than one by one. The one way from a history to a
 * score, for the API and for batches.
 * @param settings with `maxReasons` 0 nothing is explained, which is much faster
 * @throws LeadFeaturesError `unknown_feature` where the model reads a feature this version does not know
 */
export function scoreHistories(
  model: TreeModel,
  schema: FeatureSchema,
  histories: readonly LeadHistory[],
  asOf: Instant,
  settings: ScoreSettings,
): ScoredHistory[] {
  const rows = histories.map((history) => rowOf(schema, snapshotAt(history, asOf)));
  return scoreRows(model, schema, rows, settings).map((score, i) => ({
    score,
    warnings: warningsOf(model, schema, histories[i]!, rows[i]!),
    inputHash: hash('sha256', canonicalRowText(schema, rows[i]!)),
  }));
}

export const scoreOneHistory = (
  model: TreeModel,
  schema: FeatureSchema,
  history: LeadHistory,
  asOf: Instant,
  settings: ScoreSettings,
): ScoredHistory => scoreHistories(model, schema, [history], asOf, settings)[0]!;
