import { unroundedScore } from './percentile-score.ts';
import type { ExplainedPrediction } from './explained-score.ts';

/** Below this share of Σ|contributions| their sum is near zero: a slope through it would turn noise into points. */
const NEAR_ZERO = 0.1;

/**
 * Points of the score per unit of raw prediction, never negative: the slope between baseline and score, or, where the
 * contributions cancel out or do not move the score, the local slope around the lead.
 */
export function pointsPerRaw(prediction: ExplainedPrediction, difference: number, sum: number, reach: number): number {
  if (difference !== 0 && Math.abs(sum) >= NEAR_ZERO * reach && difference / sum > 0) return difference / sum;
  const half = NEAR_ZERO * reach;
  if (half === 0) return 0;
  const scoreAt = (raw: number) => unroundedScore(prediction.calibrate(raw), prediction.reference.quantiles);
  return Math.max(0, (scoreAt(prediction.raw + half) - scoreAt(prediction.raw - half)) / (2 * half));
}

/**
 * Whole numbers that add up to `total`, each within 1 of its exact value and never of the other sign.
 * @param exact values that add up to `total`
 * @source Hamilton's method of the largest remainder
 */
export function roundToTotal(exact: readonly number[], total: number): number[] {
  const floors = exact.map((value) => Math.floor(value));
  const missing = total - floors.reduce((sum, value) => sum + value, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - floors[index]! }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, missing)) floors[index]!++;
  return floors.map((value) => value + 0);
}
