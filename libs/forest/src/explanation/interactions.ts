import { goesRight } from '../core/grow.ts';
import type { Ensemble } from '../ensemble.ts';
import { gaussLegendre, type Quadrature } from './quadrature.ts';

/** Two features and their joint effect beyond their effects alone, in raw units. */
export interface Interaction {
  readonly features: readonly [number, number];
  readonly value: number;
}

interface PathStep {
  readonly feature: number;
  /** 1 where the row meets all conditions of the path on the feature. */
  readonly met: 0 | 1;
  /** Product of the cover shares at these conditions. */
  readonly share: number;
}

const pathFactor = ({ met, share }: PathStep, t: number) => (met ? share + t * (1 - share) : share * (1 - t));

/** Adds value · ∫ (met_i − share_i)(met_j − share_j) Π_{k ≠ i, j} factor_k for every pair of features on a leaf's path. */
function addLeafInteractions(
  path: readonly PathStep[],
  value: number,
  { points, weights }: Quadrature,
  features: number,
  sums: Float64Array,
) {
  for (let q = 0; q < points.length; q++) {
    const factors = path.map((step) => pathFactor(step, points[q]));
    const product = factors.reduce((all, factor) => all * factor, value * weights[q]);
    const slopes = path.map((step, k) => (step.met - step.share) / factors[k]);
    for (let i = 1; i < path.length; i++) {
      for (let j = 0; j < i; j++) {
        const [a, b] = [path[i].feature, path[j].feature];
        sums[Math.min(a, b) * features + Math.max(a, b)] += product * slopes[i] * slopes[j];
      }
    }
  }
}

/**
 * Shapley interaction indices of all pairs of features for one row: the average over all sets of other features of what both
 * features add beyond what each adds alone.
 * @param binOf bin of the row by feature
 * @returns [features × features], filled above the diagonal
 * @source Grabisch & Roubens 1999; the integral form as in the quadrature of `core/shapley.ts`
 */
export function shapleyInteractionIndices(
  ensemble: Ensemble,
  features: number,
  binOf: (feature: number) => number,
): Float64Array {
  const { split, left, value, cover, roots, scale } = ensemble;
  const sums = new Float64Array(features * features);
  const rules = new Map<number, Quadrature>();
  const ruleFor = (length: number) => {
    const n = Math.max(2, Math.ceil(length / 2));
    const rule = rules.get(n) ?? gaussLegendre(n);
    rules.set(n, rule);
    return rule;
  };
  const visit = (node: number, path: readonly PathStep[]): void => {
    if (left[node] === node) {
      if (path.length > 1) addLeafInteractions(path, value[node] * scale, ruleFor(path.length), features, sums);
      return;
    }
    const feature = split[node] >>> 17;
    const taken = goesRight(split[node], binOf(feature));
    const all = cover[left[node]] + cover[left[node] + 1];
    const before = path.find((step) => step.feature === feature) ?? { met: 1, share: 1 };
    const others = path.filter((step) => step.feature !== feature);
    for (const side of [0, 1]) {
      const child = left[node] + side;
      const met = before.met && side === taken ? 1 : 0;
      visit(child, [...others, { feature, met, share: before.share * (all > 0 ? cover[child] / all : 0.5) }]);
    }
  };
  for (const root of roots) visit(root, []);
  return sums;
}

/** The pair with the largest absolute index; undefined where no two features interact. */
export function strongestInteraction(indices: Float64Array, features: number): Interaction | undefined {
  let best: Interaction | undefined;
  indices.forEach((value, at) => {
    if (value !== 0 && Math.abs(value) > Math.abs(best?.value ?? 0)) {
      best = { features: [Math.floor(at / features), at % features], value };
    }
  });
  return best;
}
