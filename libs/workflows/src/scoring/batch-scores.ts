import { DEFAULT_REASONS } from '@leadlight/contract';
import type { Instant, LeadHistory } from '@leadlight/lead-features';
import type { LeadScoreUpdate, ScoreLogEntry } from '../ports/index.ts';
import { leadScoreOf, logEntryOf, scoreOneHistory, type ScoringModel } from './index.ts';

/** Scores of some leads: the lines of the log, and what is to be written to the CRM, in the same order. */
export interface BatchScores {
  readonly entries: readonly ScoreLogEntry[];
  readonly updates: readonly LeadScoreUpdate[];
}

/** How far the CRM's clock may run ahead of ours before what it tells is taken for the future. */
const MAX_CLOCK_SKEW_MS = 10 * 60_000;

/**
 * Scores what is known of leads now.
 * @param now when their histories were asked for, at the latest
 * @param askedBy for the log: `batch`, `follow`
 */
export function scoreBatch(
  model: ScoringModel,
  histories: readonly LeadHistory[],
  now: Instant,
  askedBy: string,
): BatchScores {
  const settings = { threshold: model.threshold, maxReasons: DEFAULT_REASONS };
  const scored = histories.map((history) => {
    const asOf = lastKnown(history, now);
    const score = leadScoreOf(
      model,
      history.leadId,
      scoreOneHistory(model.model, model.schema, history, asOf, settings),
      asOf,
    );
    const entry = logEntryOf(model, score, askedBy, asOf);
    const { qualified, baseline, baselineScore, otherPoints, uncertain, peers, reasons } = score;
    const update: LeadScoreUpdate = {
      leadId: history.leadId,
      score: entry.score,
      band: entry.band,
      qualified,
      probability: entry.probability,
      reasons: JSON.stringify({ baseline, baselineScore, otherPoints, uncertain, peers, reasons }),
      modelLabel: modelLabelOf(model.entry),
      scoredAt: asOf,
      inputHash: entry.inputHash,
    };
    return { entry, update };
  });
  return { entries: scored.map(({ entry }) => entry), updates: scored.map(({ update }) => update) };
}

/** How the CRM names the model of a score. */
export const modelLabelOf = ({ version, id }: ScoringModel['entry']): string => `v${version} ${id}`;

/** Now, or the latest thing that was entered where the CRM's clock is ahead: a lead is scored on its last state. */
function lastKnown({ createdAt, changes, activities, campaigns }: LeadHistory, now: Instant): Instant {
  let latest = Math.max(now, createdAt);
  for (const { at } of changes) latest = Math.max(latest, at);
  for (const activity of activities) latest = Math.max(latest, activity.createdAt);
  for (const membership of campaigns) latest = Math.max(latest, membership.createdAt);
  return Math.min(latest, now + MAX_CLOCK_SKEW_MS);
}
