import { sigmoid } from '../log-odds.ts';
import { shiftedDelaysByBin, type DelayDistribution } from '../performance-estimation/delay-distribution.ts';
import { BINS, LOGITS } from '../performance-estimation/logit-bins.ts';
import type { Hypothesis } from './hypotheses.ts';
import type { WeekCounts } from './week-counts.ts';

/** Powers of the days by which conversions may come later (above 0) or sooner. */
export const DELAY_SHIFTS = [-0.45, -0.3, -0.15, 0, 0.15, 0.3, 0.45, 0.6];

/** What hypotheses say about the leads of a week, for each hypothesis and each shift of the delays. */
export class WeekLikelihoods {
  readonly #cases: number;
  /** [BINS × cases] log of the chance to reach the goal, less the log total of the delays. */
  readonly #reached: Float64Array;
  /** [BINS × cases] the exponent of the days. */
  readonly #wait: Float64Array;
  /** [ages × BINS × cases] log of the chance to be open at an age. */
  readonly #open: Float64Array;

  constructor(hypotheses: readonly Hypothesis[], delays: DelayDistribution) {
    this.#cases = hypotheses.length * DELAY_SHIFTS.length;
    this.#reached = new Float64Array(BINS * this.#cases);
    this.#wait = new Float64Array(BINS * this.#cases);
    this.#open = new Float64Array(delays.cumulative.length * BINS * this.#cases);
    hypotheses.forEach((hypothesis, i) =>
      DELAY_SHIFTS.forEach((shift, j) => this.#fill(i * DELAY_SHIFTS.length + j, hypothesis, shift, delays)),
    );
  }

  #fill(at: number, { intercept, slope }: Hypothesis, shift: number, delays: DelayDistribution): void {
    const { perLogit, meanLogit } = delays.byScore;
    const logitNow = (logit: number) => intercept + slope * logit;
    const byBin = shiftedDelaysByBin(delays, shift, logitNow);
    for (let bin = 0; bin < BINS; bin++) {
      const logit = logitNow(LOGITS[bin]!);
      const chance = sigmoid(logit);
      const { cumulative, logTotal } = byBin[bin]!;
      this.#reached[bin * this.#cases + at] = Math.log(chance) - logTotal;
      this.#wait[bin * this.#cases + at] = shift + perLogit * (logit - meanLogit);
      for (let age = 0; age < cumulative.length; age++) {
        this.#open[(age * BINS + bin) * this.#cases + at] = Math.log1p(-chance * cumulative[age]!);
      }
    }
  }

  /** [hypotheses × DELAY_SHIFTS] log likelihood. */
  of({ open, converted, logWaits }: WeekCounts): Float64Array {
    const sums = new Float64Array(this.#cases);
    converted.forEach((count, bin) => addTimes(sums, count, this.#reached, bin));
    logWaits.forEach((sum, bin) => addTimes(sums, sum, this.#wait, bin));
    for (const [place, count] of open) addTimes(sums, count, this.#open, place);
    return sums;
  }
}

/** Adds a row of a table [places × sums], multiplied by the number of leads. */
function addTimes(sums: Float64Array, count: number, table: Float64Array, place: number): void {
  if (count === 0) return;
  for (let i = 0, at = place * sums.length; i < sums.length; i++, at++) sums[i]! += count * table[at]!;
}
