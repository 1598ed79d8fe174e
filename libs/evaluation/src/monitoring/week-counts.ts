import { wholeDays } from '../performance-estimation/delay-distribution.ts';
import { binOf, BINS } from '../performance-estimation/logit-bins.ts';
import { EvaluationError } from '../errors.ts';

/** Leads in the order of time, whether or not their outcome is known by now. */
export interface ObservedLeads {
  /** [rows] the probability of reaching the goal within the horizon, predicted on the day below, 0..1. */
  readonly probabilities: ArrayLike<number>;
  /** [rows] the time of the prediction, in days since any fixed instant. */
  readonly days: ArrayLike<number>;
  /** [rows] days from the prediction to the goal; NaN = not reached so far. */
  readonly waitDays: ArrayLike<number>;
}

export const DAYS_PER_WEEK = 7;
/** Starts further back are settled, and calibration on settled leads judges them better. */
export const MAX_WEEKS = 12;

/** The leads of one week, counted by what the likelihood needs. */
export interface WeekCounts {
  /** By age in whole days · `BINS` + bin of the prediction: the open leads. */
  readonly open: Map<number, number>;
  readonly converted: Float64Array;
  /** [BINS] sum of the logarithms of the waits. */
  readonly logWaits: Float64Array;
}

/** The time of the check, and the first day that counts, on the scale of the leads' days. */
interface CountedTime {
  readonly today: number;
  readonly from: number;
}

/**
 * @returns by week since day 0; weeks without leads are absent
 * @throws EvaluationError `length_mismatch`
 */
export function countWeeks(
  { probabilities, days, waitDays }: ObservedLeads,
  horizonDays: number,
  { today, from }: CountedTime,
): ReadonlyMap<number, WeekCounts> {
  checkLengths({ probabilities, days, waitDays });
  const last = Math.floor(today / DAYS_PER_WEEK);
  const first = Math.max(last - MAX_WEEKS + 1, Math.ceil(from / DAYS_PER_WEEK));
  const weeks = new Map<number, WeekCounts>();
  for (let row = 0; row < probabilities.length; row++) {
    const week = Math.floor(days[row]! / DAYS_PER_WEEK);
    const age = Math.min(horizonDays, Math.floor(today - days[row]!));
    if (week < first || age < 0) continue;
    let counts = weeks.get(week);
    if (!counts) weeks.set(week, (counts = emptyWeek()));
    const bin = binOf(probabilities[row]!);
    const wait = wholeDays(waitDays[row]!);
    // Only whole days count, so that every lead of an age has had the same time.
    if (wait <= age) {
      counts.converted[bin]!++;
      counts.logWaits[bin]! += Math.log(wait);
    } else if (age > 0) {
      const place = age * BINS + bin;
      counts.open.set(place, (counts.open.get(place) ?? 0) + 1);
    }
  }
  return weeks;
}

/** @throws EvaluationError `length_mismatch` */
export function checkLengths({ probabilities, days, waitDays }: ObservedLeads): void {
  const rows = probabilities.length;
  if (days.length === rows && waitDays.length === rows) return;
  throw new EvaluationError('length_mismatch', { labels: Math.min(days.length, waitDays.length), probabilities: rows });
}

const emptyWeek = (): WeekCounts => ({
  open: new Map(),
  converted: new Float64Array(BINS),
  logWaits: new Float64Array(BINS),
});
