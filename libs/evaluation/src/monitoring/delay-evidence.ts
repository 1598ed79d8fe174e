import {
  shiftedDelays,
  shiftedDelaysByBin,
  wholeDays,
  type DelayDistribution,
  type ShiftedDelays,
} from '../performance-estimation/delay-distribution.ts';
import { binOf } from '../performance-estimation/logit-bins.ts';
import { sumOverStarts, type ChangeEvidence } from './sum-over-starts.ts';
import { DAYS_PER_WEEK, MAX_WEEKS, type ObservedLeads } from './week-counts.ts';

/** Powers of the days: delays vary from month to month; beyond, they have changed. */
const TOLERATED = [-0.15, -0.075, 0, 0.075, 0.15];
const CHANGED = [-0.6, -0.3, 0.3, 0.6];
const SHIFTS = [...TOLERATED, ...CHANGED];

export interface DelayEvidence extends ChangeEvidence {
  /** Median of the days to conversion within the horizon, before and since then. */
  readonly before: number;
  readonly now: number;
}

/**
 * Evidence that conversions come later or sooner than they did. Each conversion is compared with those that its lead's age lets be
 * seen, so that how many leads convert plays no part. A Shiryaev–Roberts sum as in `ChangeDetector`, of which every start is divided
 * by the highest likelihood that the tolerated shifts give.
 */
export class DelayWatch {
  readonly #delays: DelayDistribution;
  /** [SHIFTS][BINS] */
  readonly #shifted: readonly (readonly ShiftedDelays[])[];

  constructor(delays: DelayDistribution) {
    this.#delays = delays;
    this.#shifted = SHIFTS.map((shift) => shiftedDelaysByBin(delays, shift));
  }

  evidence(leads: ObservedLeads, today: number): DelayEvidence {
    const sums = new Float64Array(SHIFTS.length);
    const bestOf = (count: number) => sums.subarray(0, count).reduce((max, log) => Math.max(max, log), -Infinity);
    const shiftsSince = new Map<number, number>();
    const evidence = sumOverStarts(this.#logsByWeek(leads, today), today, ({ week, logs }) => {
      logs.forEach((log, i) => (sums[i]! += log));
      shiftsSince.set(week * DAYS_PER_WEEK, SHIFTS[sums.indexOf(bestOf(SHIFTS.length))]!);
      const highest = bestOf(TOLERATED.length);
      const changed = CHANGED.map((_, i) => Math.exp(sums[TOLERATED.length + i]! - highest));
      return Math.log(changed.reduce((sum, likelihood) => sum + likelihood / CHANGED.length, 0));
    });
    const now = medianDays(this.#delays, shiftsSince.get(evidence.since) ?? 0);
    return { ...evidence, before: medianDays(this.#delays, 0), now };
  }

  /** By week, for each shift the log of the density of the days to conversion, given that they could be seen. */
  #logsByWeek({ probabilities, days, waitDays }: ObservedLeads, today: number) {
    const { horizonDays } = this.#delays;
    const first = Math.floor(today / DAYS_PER_WEEK) - MAX_WEEKS + 1;
    const weeks = new Map<number, { readonly week: number; readonly logs: Float64Array }>();
    for (let row = 0; row < probabilities.length; row++) {
      const week = Math.floor(days[row]! / DAYS_PER_WEEK);
      const age = Math.min(horizonDays, Math.floor(today - days[row]!));
      const wait = wholeDays(waitDays[row]!);
      if (week < first || !(wait <= age)) continue;
      let counts = weeks.get(week);
      if (!counts) weeks.set(week, (counts = { week, logs: new Float64Array(SHIFTS.length) }));
      const bin = binOf(probabilities[row]!);
      this.#shifted.forEach((byBin, i) => {
        const { cumulative } = byBin[bin]!;
        counts.logs[i]! += Math.log((cumulative[wait]! - cumulative[wait - 1]!) / cumulative[age]!);
      });
    }
    return weeks;
  }
}

function medianDays(delays: DelayDistribution, shift: number): number {
  return shiftedDelays(delays, shift).cumulative.findIndex((share) => share >= 0.5);
}
