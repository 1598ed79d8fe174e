import { hash } from 'node:crypto';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { MINUTE_MS } from '@leadlight/common';
import type { Warning } from '@leadlight/contract';
import {
  canonicalRowText,
  rowOf,
  snapshotAt,
  unrankedReasonOf,
  type FeatureSchema,
  type FeatureValue,
  type Instant,
  type LeadHistory,
} from '@leadlight/lead-features';
import { unrankedScore, type ExplainedScore } from '@leadlight/lead-score';
import { withoutLostValues } from '../field-health/field-loss.ts';
import { warningsOf } from './row-warnings.ts';
import { scoreRows } from './score-rows.ts';
import type { ScoringModel } from './scoring-model.ts';
import { withoutUnseenValue } from './unseen-value.ts';

/** One lead’s score and what its reader should know. */
export interface ScoredHistory {
  readonly leadId: string;
  readonly score: ExplainedScore;
  readonly warnings: readonly Warning[];
  /** SHA-256 of the row: equal inputs have equal hashes. */
  readonly inputHash: string;
  /** The row [features] that was scored, without values of lost fields. */
  readonly row: readonly FeatureValue[];
  /** The instant that the lead was scored at. */
  readonly asOf: Instant;
}

/** What scoring needs of a model. */
export type HistoryScoring = Pick<ScoringModel, 'model' | 'schema' | 'threshold' | 'ranking' | 'losses'>;

/** How far the CRM's clock may run ahead of ours before its times count as the future. */
const MAX_CLOCK_SKEW_MS = 10 * MINUTE_MS;
/** Leads scored before the event loop runs again: a few milliseconds. */
const LEADS_PER_SLICE = 100;
const EXPLAINED_LEADS_PER_SLICE = 20;

/**
 * Scores leads on their latest state. The API, batches, what-if and following all score through this function, so that
 * a lead's card and its stored score agree. Leads of a slice are scored together, which is faster than one by one.
 * @param now at the latest when the histories were read
 * @param maxReasons with 0 nothing is explained, which is much faster
 * @throws LeadFeaturesError `unknown_feature` where the model reads a feature that this version does not know
 */
export async function scoreHistories(
  scoring: HistoryScoring,
  histories: readonly LeadHistory[],
  now: Instant,
  maxReasons: number,
): Promise<ScoredHistory[]> {
  const scored: ScoredHistory[] = [];
  const slice = maxReasons > 0 ? EXPLAINED_LEADS_PER_SLICE : LEADS_PER_SLICE;
  for (let start = 0; start < histories.length; start += slice) {
    if (start > 0) await yieldToEventLoop();
    const chunk = histories.slice(start, start + slice).map((each) => withoutLostValues(each, scoring.losses));
    scored.push(...scoreSlice(scoring, chunk, now, maxReasons));
  }
  return scored;
}

function scoreSlice(
  { model, schema, threshold, ranking, losses }: HistoryScoring,
  histories: readonly LeadHistory[],
  now: Instant,
  maxReasons: number,
): ScoredHistory[] {
  const snapshots = histories.map((history) => snapshotAt(history, scoringInstant(history, now)));
  const rows = snapshots.map((snapshot) => rowOf(schema, snapshot));
  const { rules, bandShares, openLeads } = ranking ?? {};
  const scores = scoreRows(model, schema, rows, { threshold, maxReasons, bandShares, openLeads }).map((score) => ({
    ...score,
    reasons: score.reasons.map((reason) => withoutUnseenValue(model, schema, reason)),
  }));
  const unranked = snapshots.map((snapshot) => rules && unrankedReasonOf(snapshot, rules));
  return scores.map((score, i) => ({
    leadId: histories[i]!.leadId,
    score: unranked[i] ? unrankedScore(score, unranked[i]) : score,
    warnings: warningsOf({ model, schema, losses }, histories[i]!, rows[i]!),
    inputHash: hash('sha256', canonicalRowText(schema, rows[i]!)),
    row: rows[i]!,
    asOf: scoringInstant(histories[i]!, now),
  }));
}

/** The row that a lead is scored on. */
export const latestRow = (schema: FeatureSchema, history: LeadHistory, now: Instant): FeatureValue[] =>
  rowOf(schema, snapshotAt(history, scoringInstant(history, now)));

/** Now, or the lead's latest event if the CRM's clock runs ahead, so that a lead is scored on its latest state. */
export function scoringInstant({ createdAt, changes, activities, campaigns }: LeadHistory, now: Instant): Instant {
  let latest = Math.max(now, createdAt);
  for (const { at } of changes) latest = Math.max(latest, at);
  for (const activity of activities) latest = Math.max(latest, activity.createdAt);
  for (const membership of campaigns) latest = Math.max(latest, membership.createdAt);
  return Math.min(latest, now + MAX_CLOCK_SKEW_MS);
}
