import { truncatedDistribution } from '@leadlight/common';
import { EvaluationError } from '../errors.ts';
import { fitDelayByScore, SAME_FOR_ALL, type DelayByScore } from './delay-by-score.ts';
import { binOf, LOGITS } from './logit-bins.ts';

/** How long leads take that reach the goal within the horizon. */
export interface DelayDistribution {
  /** [horizonDays + 1] share of them, by days since the prediction, that take at most so long; 0 at 0, 1 at the horizon. */
  readonly cumulative: Float64Array;
  readonly horizonDays: number;
  /** The number of conversions that it was estimated from. */
  readonly conversions: number;
  /** How the delay depends on the prediction. */
  readonly byScore: DelayByScore;
}

/** With fewer conversions the shape of the distribution is mostly chance. */
export const MIN_DELAYS = 50;
const MIN_AT_RISK = 10;
/** Share spread evenly over the horizon, so that no day is impossible. */
const UNIFORM_SHARE = 0.01;

/**
 * Estimates how long conversions take, from leads of any age; a young lead shows only a quick conversion, which is allowed for.
 * @param waitDays [n] days from the prediction to the goal, of those that reached it
 * @param ageDays [n] days from the prediction until now, at least the wait
 * @param probabilities [n] the predictions; with them, good leads may convert sooner than others
 * @throws EvaluationError `too_few_delays`: fewer than 50 within the horizon, or no lead is as old as the horizon
 */
export function delayDistribution(
  waitDays: ArrayLike<number>,
  ageDays: ArrayLike<number>,
  horizonDays: number,
  probabilities?: ArrayLike<number>,
): DelayDistribution {
  const waits: number[] = [];
  const limits: number[] = [];
  const bins: number[] = [];
  for (let row = 0; row < waitDays.length; row++) {
    const wait = wholeDays(waitDays[row]!);
    if (!(wait <= horizonDays)) continue;
    waits.push(wait);
    limits.push(Math.min(horizonDays, Math.max(wait, Math.floor(ageDays[row]!))));
    if (probabilities) bins.push(binOf(probabilities[row]!));
  }
  const oldest = limits.reduce((latest, limit) => Math.max(latest, limit), 0);
  if (waits.length < MIN_DELAYS || oldest < horizonDays) {
    throw new EvaluationError('too_few_delays', { conversions: waits.length, oldestDays: oldest, horizonDays });
  }
  const cumulative = new Float64Array(horizonDays + 1);
  const steps = truncatedDistribution(waits, limits, MIN_AT_RISK);
  let step = -1;
  for (let day = 1; day <= horizonDays; day++) {
    while (step + 1 < steps.length && steps[step + 1]!.time <= day) step++;
    const share = step < 0 ? 0 : steps[step]!.share;
    cumulative[day] = (1 - UNIFORM_SHARE) * share + (UNIFORM_SHARE * day) / horizonDays;
  }
  cumulative[horizonDays] = 1;
  const byScore = probabilities ? fitDelayByScore(cumulative, { waits, limits, bins }) : SAME_FOR_ALL;
  return { cumulative, horizonDays, conversions: waits.length, byScore };
}

/** A conversion in the first hours counts as one day. */
export const wholeDays = (days: number): number => Math.max(1, Math.ceil(days));

/**
 * The distribution with its days weighted by day^shift: with a positive shift conversions come later, with a negative one
 * sooner. `slope` is the derivative of `cumulative` by the shift.
 */
export function shiftedDelays(
  { cumulative, horizonDays }: Pick<DelayDistribution, 'cumulative' | 'horizonDays'>,
  shift: number,
): ShiftedDelays {
  const shifted = new Float64Array(horizonDays + 1);
  const slope = new Float64Array(horizonDays + 1);
  let total = 0;
  let meanLog = 0;
  for (let day = 1; day <= horizonDays; day++) {
    const weight = (cumulative[day]! - cumulative[day - 1]!) * day ** shift;
    total += weight;
    meanLog += weight * Math.log(day);
  }
  meanLog /= total;
  for (let day = 1; day <= horizonDays; day++) {
    const share = ((cumulative[day]! - cumulative[day - 1]!) * day ** shift) / total;
    shifted[day] = shifted[day - 1]! + share;
    slope[day] = slope[day - 1]! + share * (Math.log(day) - meanLog);
  }
  return { cumulative: shifted, slope, meanLog, logTotal: Math.log(total) };
}

export interface ShiftedDelays {
  readonly cumulative: Float64Array;
  readonly slope: Float64Array;
  /** Mean of the logarithm of the days. */
  readonly meanLog: number;
  readonly logTotal: number;
}

/**
 * By bin of the prediction, the distribution with its days weighted by day^shift and by what the chance adds: leads of a chance convert
 * as soon as leads of that chance did, whatever the prediction was.
 * @param chanceOf logit of the chance now, by logit of the prediction
 */
export function shiftedDelaysByBin(
  delays: DelayDistribution,
  shift: number,
  chanceOf: (logit: number) => number = (logit) => logit,
): readonly ShiftedDelays[] {
  const { perLogit, meanLogit } = delays.byScore;
  if (perLogit === 0) {
    const same = shiftedDelays(delays, shift);
    return Array.from(LOGITS, () => same);
  }
  return Array.from(LOGITS, (logit) => shiftedDelays(delays, shift + perLogit * (chanceOf(logit) - meanLogit)));
}
