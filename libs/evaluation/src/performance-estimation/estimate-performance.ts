import { Z_95 } from '@leadlight/common';
import type { Interval } from '../bootstrap/draws.ts';
import { EvaluationError } from '../errors.ts';
import { logit, sigmoid } from '../log-odds.ts';
import { shiftedDelaysByBin, wholeDays, type DelayDistribution } from './delay-distribution.ts';
import { expectedAuc, expectedLogLoss } from './expected-measures.ts';
import { binOf, LOGITS } from './logit-bins.ts';
import { maximise, type Likelihood, type Maximum } from './maximise.ts';

/** Leads with a prediction, whether or not their outcome is known by now. */
export interface PartlySettledLeads {
  /** [rows] the predicted probability of reaching the goal within the horizon, 0..1. */
  readonly probabilities: ArrayLike<number>;
  /** [rows] days since the prediction, 0 or more. */
  readonly ageDays: ArrayLike<number>;
  /** [rows] days from the prediction to the goal, 0 or more; NaN = not reached so far. */
  readonly waitDays: ArrayLike<number>;
}

/** An estimate with its 90 % interval. */
export interface Estimate extends Interval {
  readonly value: number;
}

/** How good predictions are now, estimated before their outcomes are known. */
export interface PerformanceEstimate {
  readonly rows: number;
  /** Rows that have reached the goal so far. */
  readonly converted: number;
  /** logit of the probability now = intercept + slope · logit of the prediction. 0 and 1: still calibrated. */
  readonly intercept: Estimate;
  readonly slope: Estimate;
  /** Power of the days by which conversions come later (above 0) or sooner than in the reference. */
  readonly delayShift: Estimate;
  readonly auc: Estimate;
  /** Nats. */
  readonly logLoss: Estimate;
  /** Share of leads that will have reached the goal at the horizon. */
  readonly rate: Estimate;
  /** Mean prediction. */
  readonly predictedRate: number;
  /** What the measures would be if the predictions were still calibrated. @source NannyML, confidence-based performance estimation */
  readonly ifCalibrated: { readonly auc: number; readonly logLoss: number };
  /**
   * Likelihood-ratio test of intercept 0 and slope 1, whatever the delays: chi-squared with two degrees of freedom, reduced by the
   * share of the intercept's variance that comes from the reference delays.
   */
  readonly changed: { readonly statistic: number; readonly pValue: number };
}

/**
 * Standard deviation of the prior of the delay shift, an assumption: no org's data were at hand. It is wide for how delays vary
 * from month to month: for the simulated leads of the tests, a shift of 0.5 brings half of the conversions in 21 days instead of 15.
 */
const DELAY_SHIFT_SD = 0.5;
const MAX_LOGIT = 12;
/** With fewer, the estimate says nothing. */
export const MIN_CONVERTED = 20;

/**
 * Estimates how well predictions rank and how well they are calibrated now, while most outcomes are still open. Fits
 * logit p = intercept + slope · logit(prediction) and a shift of the delays by maximum likelihood: a converted lead contributes
 * p · f(wait), an open one 1 − p · F(age). A rate that falls and delays that grow at the same time look much alike in young leads;
 * the intervals allow for it.
 * @throws EvaluationError `length_mismatch`, `bad_probability`, `too_few_converted`
 * @source Chapelle 2014, "Modeling delayed feedback in display advertising"
 */
export function estimatePerformance(leads: PartlySettledLeads, delays: DelayDistribution): PerformanceEstimate {
  const rows = leads.probabilities.length;
  const data = prepare(leads, delays.horizonDays);
  const tooFew = () => new EvaluationError('too_few_converted', { rows, converted: data.converted });
  if (data.converted < MIN_CONVERTED) throw tooFew();
  const fitted = maximise((at) => likelihood(data, delays, at[0]!, at[1]!, at[2]!), [0, 1, 0]);
  const unchanged = maximise((at) => reduceTo(likelihood(data, delays, 0, 1, at[0]!), [2]), [0]);
  if (!fitted || !unchanged) throw tooFew();
  const predictions = leads.probabilities;
  const ofDelays = varianceOfDelays(data, delays);
  const uncertain = { ...fitted, covariance: withVariance(fitted.covariance, ofDelays) };
  const chancesAt = (at: readonly number[]) => data.logits.map((logit) => sigmoid(at[0]! + at[1]! * logit));
  const measured = (measure: (chances: Float64Array) => number, scale: Scale) =>
    deltaInterval(uncertain, (at) => scale.to(measure(chancesAt(at))), scale.from);
  const shareOfDelays = ofDelays / uncertain.covariance[0]![0]!;
  const statistic = Math.max(0, 2 * (fitted.value - unchanged.value)) * (1 - shareOfDelays);
  return {
    rows,
    converted: data.converted,
    intercept: parameterInterval(uncertain, 0),
    slope: parameterInterval(fitted, 1),
    delayShift: parameterInterval(fitted, 2),
    auc: measured((chances) => expectedAuc(predictions, chances), LOGIT),
    logLoss: measured((chances) => expectedLogLoss(predictions, chances), LOG),
    rate: measured(mean, LOGIT),
    predictedRate: mean(predictions),
    ifCalibrated: { auc: expectedAuc(predictions, predictions), logLoss: expectedLogLoss(predictions, predictions) },
    changed: { statistic, pValue: Math.exp(-statistic / 2) },
  };
}

interface FitData {
  readonly logits: Float64Array;
  /** [rows] the bin of the logit, on which the delays depend. */
  readonly bins: Int32Array;
  /** [rows] days up to the horizon. */
  readonly ages: Float64Array;
  /** [rows] whole days; 0 = open. */
  readonly waits: Int32Array;
  readonly converted: number;
}

function prepare({ probabilities, ageDays, waitDays }: PartlySettledLeads, horizonDays: number): FitData {
  const rows = probabilities.length;
  if (ageDays.length !== rows || waitDays.length !== rows) {
    throw new EvaluationError('length_mismatch', {
      labels: Math.min(ageDays.length, waitDays.length),
      probabilities: rows,
    });
  }
  const logits = Float64Array.from(probabilities, (value, row) => {
    if (!(value >= 0 && value <= 1)) throw new EvaluationError('bad_probability', { row, value });
    return Math.max(-MAX_LOGIT, Math.min(MAX_LOGIT, logit(value)));
  });
  const ages = Float64Array.from(ageDays, (age) => Math.min(horizonDays, Math.max(0, age)));
  const waits = Int32Array.from(waitDays, (wait) => (wholeDays(wait) <= horizonDays ? wholeDays(wait) : 0));
  const bins = Int32Array.from(probabilities, binOf);
  return { logits, bins, ages, waits, converted: waits.reduce((sum, wait) => sum + (wait > 0 ? 1 : 0), 0) };
}

function likelihood(
  data: FitData,
  delays: DelayDistribution,
  intercept: number,
  slope: number,
  shift: number,
): Likelihood {
  const { perLogit } = delays.byScore;
  const byBin = shiftedDelaysByBin(delays, shift, (logit) => intercept + slope * logit);
  let value = -((shift / DELAY_SHIFT_SD) ** 2) / 2;
  let [byIntercept, byLogit, byShift] = [0, 0, -shift / DELAY_SHIFT_SD ** 2];
  for (let row = 0; row < data.logits.length; row++) {
    const logit = data.logits[row]!;
    const p = sigmoid(intercept + slope * logit);
    const bin = data.bins[row]!;
    const { cumulative, slope: bySlope, meanLog, logTotal } = byBin[bin]!;
    const wait = data.waits[row]!;
    let [ofChance, ofDelay] = [0, 0];
    if (wait > 0) {
      // The reference's own density at the wait is constant and left out.
      value += Math.log(p) + (shift + perLogit * (intercept + slope * LOGITS[bin]!)) * Math.log(wait) - logTotal;
      ofChance = 1 - p;
      ofDelay = Math.log(wait) - meanLog;
    } else {
      const age = data.ages[row]!;
      const passed = atDay(cumulative, age);
      const open = Math.max(1e-12, 1 - p * passed);
      value += Math.log(open);
      ofChance = (-p * (1 - p) * passed) / open;
      ofDelay = (-p * atDay(bySlope, age)) / open;
    }
    // The delay depends on the chance, which depends on intercept and slope.
    byIntercept += ofChance + perLogit * ofDelay;
    byLogit += ofChance * logit + perLogit * ofDelay * LOGITS[bin]!;
    byShift += ofDelay;
  }
  return { value, gradient: [byIntercept, byLogit, byShift] };
}

/**
 * Variance of the intercept because the reference delays are an estimate too: that of log F at the mean age, a binomial share
 * of the reference's conversions.
 */
function varianceOfDelays({ ages }: FitData, { cumulative, conversions }: DelayDistribution): number {
  const share = mean(Float64Array.from(ages, (age) => atDay(cumulative, age)));
  return (1 - share) / (share * conversions);
}

const withVariance = (covariance: Maximum['covariance'], ofIntercept: number): Maximum['covariance'] =>
  covariance.map((row, i) => row.map((value, j) => (i === 0 && j === 0 ? value + ofIntercept : value)));

/** The value of a table by whole days at any time between them. */
function atDay(byDay: Float64Array, days: number): number {
  const day = Math.floor(days);
  return day + 1 < byDay.length
    ? byDay[day]! + (days - day) * (byDay[day + 1]! - byDay[day]!)
    : byDay[byDay.length - 1]!;
}

const reduceTo = ({ value, gradient }: Likelihood, parameters: readonly number[]): Likelihood => ({
  value,
  gradient: parameters.map((parameter) => gradient[parameter]!),
});

const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let row = 0; row < values.length; row++) sum += values[row]!;
  return sum / values.length;
};

/** A scale on which an estimate is nearly normal. */
interface Scale {
  readonly to: (value: number) => number;
  readonly from: (value: number) => number;
}

const LOGIT: Scale = { to: logit, from: sigmoid };
const LOG: Scale = { to: Math.log, from: Math.exp };

function parameterInterval({ at, covariance }: Maximum, parameter: number): Estimate {
  const reach = Z_95 * Math.sqrt(covariance[parameter]![parameter]!);
  return { value: at[parameter]!, low: at[parameter]! - reach, high: at[parameter]! + reach };
}

/** The delta method: the standard error of a function of the parameters from its gradient, on a scale where it is nearly normal. */
function deltaInterval(
  { at, covariance }: Maximum,
  measure: (at: readonly number[]) => number,
  from: (value: number) => number,
): Estimate {
  const step = 1e-4;
  const shifted = (i: number, by: number) => at.map((value, j) => (i === j ? value + by : value));
  const gradient = at.map((_, i) => (measure(shifted(i, step)) - measure(shifted(i, -step))) / (2 * step));
  const variance = gradient.reduce(
    (sum, a, i) => sum + gradient.reduce((inner, b, j) => inner + a * b * covariance[i]![j]!, 0),
    0,
  );
  const centre = measure(at);
  const reach = Z_95 * Math.sqrt(Math.max(0, variance));
  return { value: from(centre), low: from(centre - reach), high: from(centre + reach) };
}
