import {
  shiftedDelays,
  wholeDays,
  type DelayDistribution,
  type ShiftedDelays,
} from '../performance-estimation/delay-distribution.ts';
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

export interface ChangeEvidence {
  /**
   * Sum over the possible starts of the evidence that predictions have been wrong since then. About 1 per week without a change;
   * finite.
   */
  readonly value: number;
  /** The first day of the start with the strongest evidence. */
  readonly since: number;
  /** Whether the value is above the number of weeks that false alarms are to be apart. */
  readonly isAlarm: boolean;
}

export interface ChangeSettings {
  /** The time of the check, on the scale of the leads' days. */
  readonly today: number;
  /** Nothing before this day counts: the day of the training, or of the last alarm. */
  readonly from?: number;
  /** Mean number of weeks between false alarms, at least. */
  readonly weeksBetweenFalseAlarms?: number;
}

const DAYS_PER_WEEK = 7;
/** Starts further back are settled, and calibration on settled leads judges them better. */
const MAX_WEEKS = 12;
/** A little over a year: a choice, since each false alarm costs one training and calibration is watched too. */
const WEEKS_BETWEEN_FALSE_ALARMS = 60;

/** Parameters of one world: logit of the probability = intercept + slope · logit of the prediction. */
interface World {
  readonly intercept: number;
  readonly slope: number;
  readonly weight: number;
}

/*
 * The constants below are assumptions, not estimates: no org's data were at hand. They were tuned on the simulated leads of
 * `simulated-leads.fixture.ts`, whose changes are like the ones that they expect; docs/evaluation.md has what that gives.
 */

/** No model is exactly calibrated: unchanged is a small range around it. */
const UNCHANGED = worlds([-0.05, 0, 0.05], [0.95, 1, 1.05]);
/** What a change may look like: fewer or more conversions, and a ranking that is worth less. Others are found later. */
const CHANGED: readonly World[] = normalised([
  { intercept: -0.55, slope: 1, weight: 3 },
  { intercept: -0.3, slope: 1, weight: 2 },
  { intercept: 0.4, slope: 1, weight: 1 },
  { intercept: -0.9, slope: 0.5, weight: 2 },
  { intercept: -0.45, slope: 0.75, weight: 1 },
  { intercept: 0, slope: 0.65, weight: 1 },
]);
const DELAY_SHIFTS = [-0.6, -0.45, -0.3, -0.15, 0, 0.15, 0.3, 0.45, 0.6];
/** Delays vary without a change of the model's worth; under a change they are taken to vary less. */
const DELAY_SD = 0.15;
const DELAY_SD_CHANGED = 0.1;

/**
 * Evidence that predictions are no longer right, allowed to be looked at every day. For each week in which a change may have begun
 * it divides the likelihood of the leads since then under a change by that without one, both averaged over how conversions may be
 * delayed: an e-value, whose mean is at most 1 without a change at any time. Their sum is a Shiryaev–Roberts statistic; crossing
 * N weeks happens at most once in N weeks on average, however often one looks. This holds as far as predictions and delays are
 * within what `UNCHANGED` and `DELAY_SD` allow, on average over them: a model that is worse calibrated raises more alarms.
 * @throws EvaluationError `length_mismatch`
 * @source Shin, Ramdas, Rinaldo 2023, "E-detectors: a nonparametric framework for sequential change detection"
 */
export function changeEvidence(
  leads: ObservedLeads,
  delays: DelayDistribution,
  settings: ChangeSettings,
): ChangeEvidence {
  const rows = leads.probabilities.length;
  if (leads.days.length !== rows || leads.waitDays.length !== rows) {
    throw new EvaluationError('length_mismatch', {
      labels: Math.min(leads.days.length, leads.waitDays.length),
      probabilities: rows,
    });
  }
  const weeks = countWeeks(leads, delays.horizonDays, settings);
  const delayed = DELAY_SHIFTS.map((shift) => shiftedDelays(delays, shift));
  const unchanged = new LogEvidence(UNCHANGED, DELAY_SD, delayed);
  const changed = new LogEvidence(CHANGED, DELAY_SD_CHANGED, delayed);
  let [value, since, highestLog] = [0, settings.today, -Infinity];
  for (const week of [...weeks.keys()].sort((a, b) => b - a)) {
    unchanged.add(weeks.get(week)!);
    changed.add(weeks.get(week)!);
    const evidenceLog = changed.log() - unchanged.log();
    value += Math.exp(evidenceLog);
    if (evidenceLog > highestLog) [highestLog, since] = [evidenceLog, week * DAYS_PER_WEEK];
  }
  const limit = settings.weeksBetweenFalseAlarms ?? WEEKS_BETWEEN_FALSE_ALARMS;
  return { value: Math.min(value, Number.MAX_VALUE), since, isAlarm: value >= limit };
}

/** The leads of one week, counted by what the likelihood needs. */
interface WeekCounts {
  /** By age in whole days: the open leads in each bin of the prediction. */
  readonly open: Map<number, Float64Array>;
  readonly converted: Float64Array;
  sumOfLogWaits: number;
  conversions: number;
}

/** Bins of the prediction's logit, narrow enough that its middle stands for it. */
const BIN_WIDTH = 0.2;
const MAX_LOGIT = 8;
const BINS = Math.round((2 * MAX_LOGIT) / BIN_WIDTH);
const LOGITS = Float64Array.from({ length: BINS }, (_, bin) => (bin + 0.5) * BIN_WIDTH - MAX_LOGIT);

function countWeeks(
  { probabilities, days, waitDays }: ObservedLeads,
  horizonDays: number,
  { today, from = -Infinity }: ChangeSettings,
): ReadonlyMap<number, WeekCounts> {
  const last = Math.floor(today / DAYS_PER_WEEK);
  const first = Math.max(last - MAX_WEEKS + 1, Math.ceil(from / DAYS_PER_WEEK));
  const weeks = new Map<number, WeekCounts>();
  for (let row = 0; row < days.length; row++) {
    const week = Math.floor(days[row]! / DAYS_PER_WEEK);
    const age = Math.min(horizonDays, Math.floor(today - days[row]!));
    if (week < first || age < 0) continue;
    const counts = weeks.get(week) ?? emptyWeek();
    weeks.set(week, counts);
    const bin = binOf(probabilities[row]!);
    const wait = wholeDays(waitDays[row]!);
    // Only whole days count, so that every lead of an age has had the same time.
    if (wait <= age) {
      counts.converted[bin]!++;
      counts.conversions++;
      counts.sumOfLogWaits += Math.log(wait);
    } else if (age > 0) {
      const open = counts.open.get(age) ?? new Float64Array(BINS);
      counts.open.set(age, open);
      open[bin]!++;
    }
  }
  return weeks;
}

const emptyWeek = (): WeekCounts => ({
  open: new Map(),
  converted: new Float64Array(BINS),
  sumOfLogWaits: 0,
  conversions: 0,
});

function binOf(probability: number): number {
  const logit = Math.log(probability / (1 - probability));
  return Math.max(0, Math.min(BINS - 1, Math.floor((logit + MAX_LOGIT) / BIN_WIDTH)));
}

/** The log likelihood of all weeks added so far, averaged over worlds and delays. */
class LogEvidence {
  readonly #worlds: readonly { readonly chances: Float64Array; readonly sums: Float64Array; readonly weight: number }[];
  readonly #delayed: readonly ShiftedDelays[];
  readonly #delayWeights: readonly number[];

  constructor(worldsOf: readonly World[], delaySd: number, delayed: readonly ShiftedDelays[]) {
    this.#delayed = delayed;
    this.#delayWeights = shares(DELAY_SHIFTS.map((shift) => Math.exp(-((shift / delaySd) ** 2) / 2)));
    this.#worlds = worldsOf.map(({ intercept, slope, weight }) => ({
      chances: LOGITS.map((logit) => 1 / (1 + Math.exp(-(intercept + slope * logit)))),
      sums: new Float64Array(DELAY_SHIFTS.length),
      weight,
    }));
  }

  add(week: WeekCounts): void {
    for (const { chances, sums } of this.#worlds) {
      const ofConverted = week.converted.reduce(
        (sum, count, bin) => (count === 0 ? sum : sum + count * Math.log(chances[bin]!)),
        0,
      );
      this.#delayed.forEach(({ cumulative, logTotal }, i) => {
        sums[i]! += ofConverted + DELAY_SHIFTS[i]! * week.sumOfLogWaits - week.conversions * logTotal;
        for (const [age, open] of week.open) sums[i]! += logOpen(open, chances, cumulative[age]!);
      });
    }
  }

  log(): number {
    const highest = Math.max(...this.#worlds.map(({ sums }) => Math.max(...sums)));
    let total = 0;
    for (const { sums, weight } of this.#worlds) {
      sums.forEach((sum, i) => (total += weight * this.#delayWeights[i]! * Math.exp(sum - highest)));
    }
    return highest + Math.log(total);
  }
}

function logOpen(open: Float64Array, chances: Float64Array, passed: number): number {
  let sum = 0;
  for (let bin = 0; bin < BINS; bin++) {
    if (open[bin]! > 0) sum += open[bin]! * Math.log1p(-chances[bin]! * passed);
  }
  return sum;
}

function worlds(intercepts: readonly number[], slopes: readonly number[]): readonly World[] {
  return normalised(intercepts.flatMap((intercept) => slopes.map((slope) => ({ intercept, slope, weight: 1 }))));
}

function normalised(list: readonly World[]): readonly World[] {
  const weights = shares(list.map(({ weight }) => weight));
  return list.map((world, i) => ({ ...world, weight: weights[i]! }));
}

function shares(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
