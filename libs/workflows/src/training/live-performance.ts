import { DAY_MS } from '@leadlight/common';
import {
  changeEvidence,
  delayDistribution,
  estimatePerformance,
  EvaluationError,
  type ChangeEvidence,
  type DelayDistribution,
  type PerformanceEstimate,
} from '@leadlight/evaluation';
import type { Instant } from '@leadlight/lead-features';
import type { OrgSnapshots } from './examples/org-snapshots.ts';
import type { ScoringModel } from '../scoring/scoring-model.ts';

/** How good the model is for the leads of today, most of which are still open. */
export interface LivePerformance {
  /** Of leads younger than the horizon. */
  readonly estimate: PerformanceEstimate;
  readonly change: ChangeEvidence;
}

/** Delays of conversions are those of a year, over which the seasons average out. */
const DELAY_WINDOW_DAYS = 365;

/**
 * Estimates the model's performance from each lead's first snapshot. The model has learned from none of these leads, since their
 * outcomes had not settled at its training.
 * @returns undefined where too few leads have converted to say anything
 */
export function livePerformance(
  model: ScoringModel,
  snapshots: OrgSnapshots,
  horizonDays: number,
  now: Instant,
): LivePerformance | undefined {
  const first = firstSnapshots(snapshots, now);
  const newest = first.filter(({ asOf }) => asOf > now - horizonDays * DAY_MS);
  const probabilities = model.model.predictTable(snapshots.table.take(newest.map(({ row }) => row)));
  const waitDays = newest.map(({ asOf, reachedAt }) => (reachedAt - asOf) / DAY_MS);
  try {
    const delays = delaysOf(first, horizonDays, now);
    const ageDays = newest.map(({ asOf }) => (now - asOf) / DAY_MS);
    const days = newest.map(({ asOf }) => asOf / DAY_MS);
    return {
      estimate: estimatePerformance({ probabilities, ageDays, waitDays }, delays),
      change: changeEvidence({ probabilities, days, waitDays }, delays, { today: now / DAY_MS }),
    };
  } catch (error) {
    const isTooFew = error instanceof EvaluationError && /^too_few_/.test(error.code);
    if (isTooFew) return undefined;
    throw error;
  }
}

interface FirstSnapshot {
  readonly row: number;
  readonly asOf: Instant;
  /** NaN = not yet. */
  readonly reachedAt: Instant;
}

/** The first snapshot of each lead that had not reached the goal before it. */
function firstSnapshots(snapshots: OrgSnapshots, now: Instant): readonly FirstSnapshot[] {
  const leads = snapshots.leads();
  const seen = new Set<number>();
  return snapshots.asOfRow.flatMap((asOf, row) => {
    const lead = snapshots.leadOfRow[row]!;
    if (seen.has(lead)) return [];
    seen.add(lead);
    const { isCopy, goalReachedAt } = leads[lead]!;
    if (isCopy || (goalReachedAt !== null && goalReachedAt <= asOf)) return [];
    return [{ row, asOf, reachedAt: goalReachedAt !== null && goalReachedAt <= now ? goalReachedAt : Number.NaN }];
  });
}

function delaysOf(first: readonly FirstSnapshot[], horizonDays: number, now: Instant): DelayDistribution {
  const reached = first.filter(({ asOf, reachedAt }) => reachedAt > asOf && asOf > now - DELAY_WINDOW_DAYS * DAY_MS);
  return delayDistribution(
    reached.map(({ asOf, reachedAt }) => (reachedAt - asOf) / DAY_MS),
    reached.map(({ asOf }) => (now - asOf) / DAY_MS),
    horizonDays,
  );
}
