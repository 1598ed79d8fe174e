import { LOGITS } from './logit-bins.ts';

/** Conversions within the horizon, with the prediction for each. */
export interface ScoredDelays {
  /** [n] whole days, from 1 on. */
  readonly waits: ArrayLike<number>;
  /** [n] whole days within which this conversion could be seen. */
  readonly limits: ArrayLike<number>;
  /** [n] of `LOGITS` */
  readonly bins: ArrayLike<number>;
}

export interface DelayByScore {
  /** Exponent of the days that each unit of the prediction's logit adds: below 0 where good leads convert sooner. */
  readonly perLogit: number;
  /** Mean logit of the conversions, at which the distribution is as it is. */
  readonly meanLogit: number;
}

/** As for all leads. */
export const SAME_FOR_ALL: DelayByScore = { perLogit: 0, meanLogit: 0 };

const MAX_STEPS = 20;
/** Beyond, the data are odd rather than the leads: half of the conversions would come on the first days. */
const MAX_PER_LOGIT = 1;

/**
 * Fits by maximum likelihood how the delay depends on the prediction: density ∝ the common one · days^(perLogit · (logit − mean)).
 * Each conversion is compared with those that could have been seen at the lead's age.
 * @param cumulative [horizonDays + 1] the common distribution
 */
export function fitDelayByScore(cumulative: Float64Array, { waits, limits, bins }: ScoredDelays): DelayByScore {
  const count = waits.length;
  let meanLogit = 0;
  for (let i = 0; i < count; i++) meanLogit += LOGITS[bins[i]!]! / count;
  const groups = Map.groupBy(
    Array.from({ length: count }, (_, i) => i),
    (i) => bins[i]! * 10_000 + limits[i]!,
  );
  let perLogit = 0;
  for (let step = 0; step < MAX_STEPS; step++) {
    let [gradient, curvature] = [0, 0];
    for (const rows of groups.values()) {
      const z = LOGITS[bins[rows[0]!]!]! - meanLogit;
      const { mean, variance } = logDayMoments(cumulative, perLogit * z, limits[rows[0]!]!);
      for (const row of rows) gradient += z * (Math.log(waits[row]!) - mean);
      curvature += rows.length * z * z * variance;
    }
    if (!(curvature > 0)) return SAME_FOR_ALL;
    const change = Math.max(-0.3, Math.min(0.3, gradient / curvature));
    perLogit = Math.max(-MAX_PER_LOGIT, Math.min(MAX_PER_LOGIT, perLogit + change));
    if (Math.abs(change) < 1e-6) break;
  }
  return { perLogit, meanLogit };
}

/** Mean and variance of the logarithm of the days up to a limit, weighted by days^exponent. */
function logDayMoments(cumulative: Float64Array, exponent: number, limit: number) {
  let [total, sum, squares] = [0, 0, 0];
  for (let day = 1; day <= limit; day++) {
    const log = Math.log(day);
    const weight = (cumulative[day]! - cumulative[day - 1]!) * Math.exp(exponent * log);
    total += weight;
    sum += weight * log;
    squares += weight * log * log;
  }
  const mean = total > 0 ? sum / total : 0;
  return { mean, variance: total > 0 ? Math.max(0, squares / total - mean * mean) : 0 };
}
