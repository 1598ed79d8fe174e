import { sigmoid } from '../log-odds.ts';
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
  readonly #unchanged: LikelihoodTables;
  readonly #changed: LikelihoodTables;

  constructor(delays: DelayDistribution, { unchanged, changed }: Hypotheses = OVERALL) {
    this.#horizonDays = delays.horizonDays;
    this.#unchanged = likelihoodTables(unchanged, DELAY_SD, delays);
    this.#changed = likelihoodTables(changed, DELAY_SD_CHANGED, delays);
  }

  /** @throws EvaluationError `length_mismatch` */
  evidence(leads: ObservedLeads, { today, from = -Infinity, rows = allRows(leads) }: ChangeSettings): ChangeEvidence {
    const weeks = countWeeks(leads, rows, this.#horizonDays, { today, from });
    const unchanged = new LogLikelihood(this.#unchanged);
    const changed = new LogLikelihood(this.#changed);
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

/** What a list of hypotheses says about the leads, for each case. */
interface LikelihoodTables {
  readonly cases: readonly Case[];
  /** [BINS × cases] log of the chance to reach the goal, less the log total of the delays. */
  readonly logReached: Float64Array;
  /** [BINS × cases] the exponent of the days. */
  readonly logWait: Float64Array;
  /** [ages × BINS × cases] log of the chance to be open at an age. */
  readonly logOpen: Float64Array;
}

function likelihoodTables(
  hypotheses: readonly Hypothesis[],
  delaySd: number,
  delays: DelayDistribution,
): LikelihoodTables {
  const cases = casesOf(hypotheses, delaySd);
  const count = cases.length;
  const ages = delays.cumulative.length;
  const { perLogit, meanLogit } = delays.byScore;
  const logReached = new Float64Array(BINS * count);
  const logWait = new Float64Array(BINS * count);
  const logOpen = new Float64Array(ages * BINS * count);
  cases.forEach(({ intercept, slope, delay }, i) => {
    const logitNow = (logit: number) => intercept + slope * logit;
    const byBin = shiftedDelaysByBin(delays, DELAY_SHIFTS[delay]!, logitNow);
    for (let bin = 0; bin < BINS; bin++) {
      const chance = sigmoid(logitNow(LOGITS[bin]!));
      const { cumulative, logTotal } = byBin[bin]!;
      logReached[bin * count + i] = Math.log(chance) - logTotal;
      logWait[bin * count + i] = DELAY_SHIFTS[delay]! + perLogit * (logitNow(LOGITS[bin]!) - meanLogit);
      for (let age = 0; age < ages; age++) {
        logOpen[(age * BINS + bin) * count + i] = Math.log1p(-chance * cumulative[age]!);
      }
    }
  });
  return { cases, logReached, logWait, logOpen };
}

/** A hypothesis with a shift of the delays. */
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
  readonly #tables: LikelihoodTables;
  /** [cases] */
  readonly #sums: Float64Array;

  constructor(tables: LikelihoodTables) {
    this.#tables = tables;
    this.#sums = new Float64Array(tables.cases.length);
  }

  add({ open, converted, logWaits }: WeekCounts): void {
    const { logReached, logWait, logOpen } = this.#tables;
    converted.forEach((count, bin) => this.#addTimes(count, logReached, bin));
    logWaits.forEach((sum, bin) => this.#addTimes(sum, logWait, bin));
    for (const [place, count] of open) this.#addTimes(count, logOpen, place);
  }

  /** Adds a row of a table [places × cases], multiplied by the number of leads. */
  #addTimes(count: number, table: Float64Array, place: number): void {
    if (count === 0) return;
    const sums = this.#sums;
    for (let i = 0, at = place * sums.length; i < sums.length; i++, at++) sums[i]! += count * table[at]!;
  }

  log(): number {
    const highest = this.#sums.reduce((max, sum) => Math.max(max, sum), -Infinity);
    const total = this.#tables.cases.reduce(
      (sum, { weight }, i) => sum + weight * Math.exp(this.#sums[i]! - highest),
      0,
    );
    return highest + Math.log(total);
  }
}
