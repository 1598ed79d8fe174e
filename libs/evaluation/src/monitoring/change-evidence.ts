import { shiftedDelaysByBin, type DelayDistribution } from '../performance-estimation/delay-distribution.ts';
import { BINS, LOGITS } from '../performance-estimation/logit-bins.ts';
import { OVERALL, type Hypotheses, type Hypothesis } from './hypotheses.ts';
import { sumOverStarts, type ChangeEvidence } from './sum-over-starts.ts';
import { countWeeks, type ObservedLeads, type WeekCounts } from './week-counts.ts';

export interface ChangeSettings {
  /** The time of the check, on the scale of the leads' days. */
  readonly today: number;
  /** Nothing before this day counts: the day of the training. */
  readonly from?: number;
  /** The rows that count; all by default. */
  readonly rows?: Iterable<number>;
}

const DELAY_SHIFTS = [-0.45, -0.3, -0.15, 0, 0.15, 0.3, 0.45];
/** Delays vary without a change of the model's worth; under a change they are taken to vary less. Assumed, as the hypotheses are. */
const DELAY_SD = 0.15;
const DELAY_SD_CHANGED = 0.08;

/**
 * Evidence that predictions are no longer right, allowed to be looked at every day. For each week in which a change may have begun
 * it divides the likelihood of the leads since then under a change by that without one, both averaged over how conversions may be
 * delayed: an e-value, whose mean is at most 1 without a change at any time. Their sum is a Shiryaev–Roberts statistic; crossing
 * N weeks happens at most once in N weeks on average, however often one looks. This holds as far as predictions and delays are
 * within what the hypotheses and `DELAY_SD` allow, on average over them: a model that is worse calibrated raises more alarms.
 * @source Shin, Ramdas, Rinaldo 2023, "E-detectors: a nonparametric framework for sequential change detection"
 */
export class ChangeDetector {
  readonly #horizonDays: number;
  readonly #unchanged: Model;
  readonly #changed: Model;

  constructor(delays: DelayDistribution, { unchanged, changed }: Hypotheses = OVERALL) {
    this.#horizonDays = delays.horizonDays;
    this.#unchanged = new Model(unchanged, DELAY_SD, delays);
    this.#changed = new Model(changed, DELAY_SD_CHANGED, delays);
  }

  /** @throws EvaluationError `length_mismatch` */
  evidence(leads: ObservedLeads, { today, from = -Infinity, rows = allRows(leads) }: ChangeSettings): ChangeEvidence {
    const weeks = countWeeks(leads, rows, this.#horizonDays, { today, from });
    const unchanged = this.#unchanged.start();
    const changed = this.#changed.start();
    return sumOverStarts(weeks, today, (week) => {
      unchanged.add(week);
      changed.add(week);
      return changed.log() - unchanged.log();
    });
  }
}

function* allRows({ probabilities }: ObservedLeads): Generator<number> {
  for (let row = 0; row < probabilities.length; row++) yield row;
}

/** A list of hypotheses, each with each shift of the delays: together the cases. */
class Model {
  readonly #cases: readonly Case[];
  /** [BINS × cases] log of the chance to reach the goal, less the log total of the delays. */
  readonly #logReached: Float64Array;
  /** [BINS × cases] the exponent of the days. */
  readonly #logWait: Float64Array;
  /** [ages × BINS × cases] log of the chance to be open at an age. */
  readonly #logOpen: Float64Array;

  constructor(hypotheses: readonly Hypothesis[], delaySd: number, delays: DelayDistribution) {
    this.#cases = casesOf(hypotheses, delaySd);
    const count = this.#cases.length;
    const ages = delays.cumulative.length;
    const { perLogit, meanLogit } = delays.byScore;
    this.#logReached = new Float64Array(BINS * count);
    this.#logWait = new Float64Array(BINS * count);
    this.#logOpen = new Float64Array(ages * BINS * count);
    this.#cases.forEach(({ intercept, slope, delay }, i) => {
      const chanceOf = (logit: number) => intercept + slope * logit;
      const byBin = shiftedDelaysByBin(delays, DELAY_SHIFTS[delay]!, chanceOf);
      for (let bin = 0; bin < BINS; bin++) {
        const chance = 1 / (1 + Math.exp(-chanceOf(LOGITS[bin]!)));
        const { cumulative, logTotal } = byBin[bin]!;
        this.#logReached[bin * count + i] = Math.log(chance) - logTotal;
        this.#logWait[bin * count + i] = DELAY_SHIFTS[delay]! + perLogit * (chanceOf(LOGITS[bin]!) - meanLogit);
        for (let age = 0; age < ages; age++) {
          this.#logOpen[(age * BINS + bin) * count + i] = Math.log1p(-chance * cumulative[age]!);
        }
      }
    });
  }

  start(): LogLikelihood {
    return new LogLikelihood(this.#cases, this.#logReached, this.#logWait, this.#logOpen);
  }
}

interface Case extends Hypothesis {
  /** Index of the shift of the delays. */
  readonly delay: number;
}

function casesOf(hypotheses: readonly Hypothesis[], delaySd: number): readonly Case[] {
  const ofDelay = DELAY_SHIFTS.map((shift) => Math.exp(-((shift / delaySd) ** 2) / 2));
  const total = ofDelay.reduce((sum, weight) => sum + weight, 0);
  return hypotheses.flatMap((hypothesis) =>
    ofDelay.map((weight, delay) => ({ ...hypothesis, delay, weight: (hypothesis.weight * weight) / total })),
  );
}

/** The log likelihood of all weeks added so far, averaged over the cases. */
class LogLikelihood {
  readonly #cases: readonly Case[];
  readonly #logReached: Float64Array;
  readonly #logWait: Float64Array;
  readonly #logOpen: Float64Array;
  /** [cases] */
  readonly #sums: Float64Array;

  constructor(cases: readonly Case[], logReached: Float64Array, logWait: Float64Array, logOpen: Float64Array) {
    this.#cases = cases;
    this.#logReached = logReached;
    this.#logWait = logWait;
    this.#logOpen = logOpen;
    this.#sums = new Float64Array(cases.length);
  }

  add({ open, converted, logWaits }: WeekCounts): void {
    converted.forEach((count, bin) => this.#addTimes(count, this.#logReached, bin));
    logWaits.forEach((sum, bin) => this.#addTimes(sum, this.#logWait, bin));
    for (const [place, count] of open) this.#addTimes(count, this.#logOpen, place);
  }

  /** Adds a row of a table [places × cases], multiplied by the number of leads. */
  #addTimes(count: number, table: Float64Array, place: number): void {
    if (count === 0) return;
    const sums = this.#sums;
    for (let i = 0, at = place * sums.length; i < sums.length; i++, at++) sums[i]! += count * table[at]!;
  }

  log(): number {
    const highest = this.#sums.reduce((max, sum) => Math.max(max, sum), -Infinity);
    const total = this.#cases.reduce((sum, { weight }, i) => sum + weight * Math.exp(this.#sums[i]! - highest), 0);
    return highest + Math.log(total);
  }
}
