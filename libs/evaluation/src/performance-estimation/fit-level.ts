import { logit, sigmoid } from '../log-odds.ts';
import type { DelayDistribution } from './delay-distribution.ts';
import type { PartlySettledLeads } from './estimate-performance.ts';
import { partlySettledLosses } from './partly-settled-loss.ts';

const MAX_LEVEL = 8;
const MIN_PROBABILITY = 1e-4;

/** sigmoid(intercept + slope · logit of the probability), which is kept away from 0 and 1. */
export function adjustLogOdds(probability: number, intercept: number, slope: number): number {
  const p = Math.min(1 - MIN_PROBABILITY, Math.max(MIN_PROBABILITY, probability));
  return sigmoid(intercept + slope * logit(p));
}

/**
 * The intercept with slope 1 that minimises the loss, which has one minimum: by golden-section search.
 * @param priorSd standard deviation of a normal prior around 0, which shrinks it; Infinity = no prior
 */
export function fitLevel(
  leads: PartlySettledLeads,
  delays: Pick<DelayDistribution, 'cumulative' | 'horizonDays'>,
  priorSd = Infinity,
): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  const lossAt = (intercept: number) =>
    partlySettledLosses(
      { ...leads, probabilities: Float64Array.from(leads.probabilities, (p) => adjustLogOdds(p, intercept, 1)) },
      delays,
    ).reduce((sum, loss) => sum + loss, 0) +
    intercept ** 2 / (2 * priorSd ** 2);
  let [low, high] = [-MAX_LEVEL, MAX_LEVEL];
  let [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [ofLeft, ofRight] = [lossAt(left), lossAt(right)];
  while (high - low > 1e-3) {
    if (ofLeft < ofRight) {
      [high, right, ofRight] = [right, left, ofLeft];
      left = high - ratio * (high - low);
      ofLeft = lossAt(left);
    } else {
      [low, left, ofLeft] = [left, right, ofRight];
      right = low + ratio * (high - low);
      ofRight = lossAt(right);
    }
  }
  return (low + high) / 2;
}
