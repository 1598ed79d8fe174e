import { logGamma } from './log-gamma.ts';
import { sumOverStarts, type ChangeEvidence } from './sum-over-starts.ts';

/**
 * How much the shares of a week differ from those of the training without any change, an assumption: as if they were drawn from a
 * Dirichlet distribution of this concentration. A share of 30 % then varies by 3 percentage points from week to week.
 */
const WEEKLY_CONCENTRATION = 200;
/** The shares of a small reference are less certain themselves, so that more is taken to be chance. */
const REFERENCE_ROWS_PER_CONCENTRATION = 4;
/** How far a change may lead: nearly anywhere. */
const CHANGED_CONCENTRATION = 20;
/** A bin that was empty in training is not impossible. */
const ADDED_COUNT = 0.5;

export interface CountedWeek {
  /** Since day 0. */
  readonly week: number;
  /** [bins] */
  readonly counts: ArrayLike<number>;
}

/**
 * Evidence that the leads of the newest weeks are distributed over bins otherwise than those of the training: a Shiryaev–Roberts
 * sum as in `ChangeDetector`. Without a change each week's shares vary around those of the training; under a change around those of
 * the weeks since its start, predicted from the weeks before, so that each start has an e-value.
 * @param reference [bins] counts of the training
 * @param weeks in the order of time
 */
export function distributionEvidence(
  reference: ArrayLike<number>,
  weeks: readonly CountedWeek[],
  today: number,
): ChangeEvidence {
  const shares = sharesOf(reference);
  const concentration = Math.min(WEEKLY_CONCENTRATION, sum(reference) / REFERENCE_ROWS_PER_CONCENTRATION + 1);
  const sinceStart: CountedWeek[] = [];
  let unchangedLog = 0;
  return sumOverStarts(new Map(weeks.map((each) => [each.week, each])), today, (start) => {
    sinceStart.unshift(start);
    unchangedLog += logDirichletMultinomial(start.counts, shares, concentration);
    return logOfStart(shares, sinceStart) - unchangedLog;
  });
}

/** The log likelihood of the weeks under a change at the beginning of the first. */
function logOfStart(shares: Float64Array, weeks: readonly CountedWeek[]): number {
  const seen = shares.map((share) => share * CHANGED_CONCENTRATION);
  let log = 0;
  weeks.forEach(({ counts }, i) => {
    const total = sum(seen);
    const expected = seen.map((count) => count / total);
    log += logDirichletMultinomial(counts, expected, i === 0 ? CHANGED_CONCENTRATION : WEEKLY_CONCENTRATION);
    for (let bin = 0; bin < seen.length; bin++) seen[bin]! += counts[bin]!;
  });
  return log;
}

/** Log probability of one sequence of leads with these counts; the number of sequences is the same for every hypothesis. */
function logDirichletMultinomial(counts: ArrayLike<number>, shares: Float64Array, concentration: number): number {
  let [log, rows] = [0, 0];
  for (let bin = 0; bin < shares.length; bin++) {
    const count = counts[bin]!;
    if (count === 0) continue;
    const prior = shares[bin]! * concentration;
    log += logGamma(prior + count) - logGamma(prior);
    rows += count;
  }
  return log + logGamma(concentration) - logGamma(concentration + rows);
}

/** Shares of counts; no share is 0. */
export function sharesOf(counts: ArrayLike<number>): Float64Array {
  const filled = Float64Array.from(counts, (count) => count + ADDED_COUNT);
  const total = sum(filled);
  return filled.map((count) => count / total);
}

/**
 * The population stability index of two lists of counts: Σ (now − before) · ln(now / before).
 * @source Siddiqi 2006, "Credit risk scorecards"
 */
export function stabilityIndex(before: ArrayLike<number>, now: ArrayLike<number>): number {
  const [reference, current] = [sharesOf(before), sharesOf(now)];
  return reference.reduce((index, share, bin) => index + (current[bin]! - share) * Math.log(current[bin]! / share), 0);
}

const sum = (values: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
};
