import { CHANGED as CHANGED_WHILE_OPEN } from './hypotheses.ts';
import { sumOverStarts, type ChangeEvidence } from './sum-over-starts.ts';
import { BINS, binOf, LOGITS } from '../performance-estimation/logit-bins.ts';
import { checkLengths, DAYS_PER_WEEK, MAX_WEEKS, type ObservedLeads } from './week-counts.ts';

/** Odds that differ by a fifth from the predicted ones are no reason to act: months differ as much. */
const TOLERATED = [-0.2, -0.1, 0, 0.1, 0.2];
/** Milder changes than those that open leads can show: settled leads are more certain. */
const CHANGED = [
  ...CHANGED_WHILE_OPEN.map(({ intercept, slope, weight }) => ({ intercept, slope, weight: weight / 2 })),
  { intercept: -0.25, slope: 1, weight: 1 / 6 },
  { intercept: 0.25, slope: 1, weight: 1 / 6 },
  { intercept: -0.25, slope: 0.85, weight: 1 / 6 },
];

/**
 * Evidence that leads whose outcome is known turned out differently than predicted, with any intercept that is tolerated: a sum of
 * e-values, as in `ChangeDetector`. Every start is divided by the highest likelihood that the tolerated ones give, so that it holds
 * for each of them and not only on average.
 * @throws EvaluationError `length_mismatch`
 */
export function settledEvidence(
  leads: ObservedLeads,
  horizonDays: number,
  { today, from = -Infinity }: { readonly today: number; readonly from?: number },
): ChangeEvidence {
  checkLengths(leads);
  const weeks = settledWeeks(leads, horizonDays, today, from);
  const changed = new Float64Array(CHANGED.length);
  const tolerated = new Float64Array(TOLERATED.length);
  return sumOverStarts(weeks, today, (week) => {
    CHANGED.forEach((hypothesis, i) => (changed[i]! += logLikelihood(week, hypothesis)));
    TOLERATED.forEach((intercept, i) => (tolerated[i]! += logLikelihood(week, { intercept, slope: 1 })));
    const highest = tolerated.reduce((max, log) => Math.max(max, log), -Infinity);
    return Math.log(CHANGED.reduce((sum, { weight }, i) => sum + weight * Math.exp(changed[i]! - highest), 0));
  });
}

interface SettledWeek {
  readonly reached: Float64Array;
  readonly missed: Float64Array;
}

/** The newest weeks whose leads have settled, and at most as many of them as are watched of open leads. */
function settledWeeks(
  { probabilities, days, waitDays }: ObservedLeads,
  horizonDays: number,
  today: number,
  from: number,
): ReadonlyMap<number, SettledWeek> {
  const settledUntil = today - horizonDays;
  const first = Math.max(Math.floor(settledUntil / DAYS_PER_WEEK) - MAX_WEEKS + 1, Math.ceil(from / DAYS_PER_WEEK));
  const weeks = new Map<number, SettledWeek>();
  for (let row = 0; row < days.length; row++) {
    const week = Math.floor(days[row]! / DAYS_PER_WEEK);
    if (week < first || days[row]! > settledUntil) continue;
    let counts = weeks.get(week);
    if (!counts) weeks.set(week, (counts = { reached: new Float64Array(BINS), missed: new Float64Array(BINS) }));
    const isReached = waitDays[row]! <= horizonDays;
    counts[isReached ? 'reached' : 'missed'][binOf(probabilities[row]!)]!++;
  }
  return weeks;
}

function logLikelihood(
  { reached, missed }: SettledWeek,
  { intercept, slope }: { readonly intercept: number; readonly slope: number },
): number {
  let sum = 0;
  for (let bin = 0; bin < BINS; bin++) {
    if (reached[bin] === 0 && missed[bin] === 0) continue;
    const logit = intercept + slope * LOGITS[bin]!;
    sum -= reached[bin]! * Math.log1p(Math.exp(-logit)) + missed[bin]! * Math.log1p(Math.exp(logit));
  }
  return sum;
}
