import { goesRight } from '../core/grow.ts';
import type { Ensemble } from '../ensemble.ts';

type BinOf = (feature: number) => number;

/** Mean prediction of the trees when only the features in `subset` (a bit set) are known. */
export function conditionalMean(ensemble: Ensemble, subset: number, binOf: BinOf): number {
  const { split, left, value, cover, roots, offset, scale } = ensemble;
  const mean = (node: number): number => {
    if (left[node] === node) return value[node];
    const feature = split[node] >>> 17;
    const child = left[node];
    if (subset & (1 << feature)) return mean(child + goesRight(split[node], binOf(feature)));
    const sum = cover[child] + cover[child + 1];
    return (mean(child) * cover[child] + mean(child + 1) * cover[child + 1]) / sum;
  };
  return offset + scale * Array.from(roots, mean).reduce((sum, x) => sum + x, 0);
}

const bitCount = (x: number): number => (x === 0 ? 0 : (x & 1) + bitCount(x >>> 1));
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Shapley values by their definition, over all subsets. @source Shapley 1953 */
export function bruteForceShapley(ensemble: Ensemble, features: number, binOf: BinOf): number[] {
  const means = Array.from({ length: 1 << features }, (_, subset) => conditionalMean(ensemble, subset, binOf));
  return Array.from({ length: features }, (_, i) =>
    means.reduce((sum, mean, subset) => {
      if (subset & (1 << i)) return sum;
      const size = bitCount(subset);
      const weight = (factorial(size) * factorial(features - size - 1)) / factorial(features);
      return sum + weight * (means[subset | (1 << i)] - mean);
    }, 0),
  );
}

interface Condition {
  readonly feature: number;
  readonly zero: number;
  readonly one: number;
  readonly weight: number;
}

function extend(path: readonly Condition[], zero: number, one: number, feature: number): Condition[] {
  const l = path.length;
  const weights = [...path.map((step) => step.weight), l === 0 ? 1 : 0];
  for (let i = l - 1; i >= 0; i--) {
    weights[i + 1] += (one * weights[i] * (i + 1)) / (l + 1);
    weights[i] = (zero * weights[i] * (l - i)) / (l + 1);
  }
  return [...path, { feature, zero, one, weight: 0 }].map((step, i) => ({ ...step, weight: weights[i] }));
}

function unwind(path: readonly Condition[], at: number): Condition[] {
  const l = path.length - 1;
  const { one, zero } = path[at];
  const weights = path.map((step) => step.weight);
  let next = weights[l];
  for (let j = l - 1; j >= 0; j--) {
    if (one !== 0) {
      const before = weights[j];
      weights[j] = (next * (l + 1)) / ((j + 1) * one);
      next = before - (weights[j] * zero * (l - j)) / (l + 1);
    } else {
      weights[j] = (weights[j] * (l + 1)) / (zero * (l - j));
    }
  }
  return path.filter((_, i) => i !== at).map((step, i) => ({ ...step, weight: weights[i] }));
}

/** Path-dependent TreeSHAP as published, without optimisations. @source Lundberg et al. 2020, algorithm 2 */
export function treeShap(ensemble: Ensemble, features: number, binOf: BinOf): number[] {
  const { split, left, value, cover, roots, scale } = ensemble;
  const phi = new Array<number>(features).fill(0);
  const recurse = (node: number, path: readonly Condition[], zero: number, one: number, feature: number): void => {
    let steps = extend(path, zero, one, feature);
    if (left[node] === node) {
      for (let i = 1; i < steps.length; i++) {
        const weight = unwind(steps, i).reduce((sum, step) => sum + step.weight, 0);
        phi[steps[i].feature] += weight * (steps[i].one - steps[i].zero) * value[node] * scale;
      }
      return;
    }
    const next = split[node] >>> 17;
    const hot = left[node] + goesRight(split[node], binOf(next));
    const cold = left[node] + 1 - (hot - left[node]);
    const earlier = steps.findIndex((step, i) => i > 0 && step.feature === next);
    let zeroShare = 1;
    let oneShare = 1;
    if (earlier > 0) {
      ({ zero: zeroShare, one: oneShare } = steps[earlier]);
      steps = unwind(steps, earlier);
    }
    recurse(hot, steps, (zeroShare * cover[hot]) / cover[node], oneShare, next);
    recurse(cold, steps, (zeroShare * cover[cold]) / cover[node], 0, next);
  };
  for (const root of roots) recurse(root, [], 1, 1, -1);
  return phi;
}
