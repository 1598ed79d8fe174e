import { log } from '../core/math.ts';
import type { Ensemble } from '../ensemble.ts';

/** Pseudo-examples at the overall rate that are added to every leaf, so that one with a single outcome is not certain. */
const SMOOTHING = 2;

/**
 * The forest whose leaves contain the log odds of their smoothed rates: its raw predictions are mean log odds instead of shares, so
 * that they can be added to those of other models.
 */
export function toLogOddsLeaves(forest: Ensemble): Ensemble {
  const { left, cover } = forest;
  const value = forest.value.slice();
  let [sum, rows] = [0, 0];
  for (const root of forest.roots) {
    sum += cover[root] * value[root];
    rows += cover[root];
  }
  const overall = Math.min(1 - 1e-6, Math.max(1e-6, sum / rows));
  // Children come after their parents.
  for (let node = left.length - 1; node >= 0; node--) {
    const child = left[node];
    if (child === node) {
      const share = (cover[node] * forest.value[node] + SMOOTHING * overall) / (cover[node] + SMOOTHING);
      value[node] = log(share) - log(1 - share);
    } else {
      value[node] = (cover[child] * value[child] + cover[child + 1] * value[child + 1]) / cover[node];
    }
  }
  return { ...forest, value };
}
