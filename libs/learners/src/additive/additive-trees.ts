import { joinTrees, flattenTree, setCovers, type Ensemble, type NestedTree, type Tree } from '@leadlight/forest';
import type { BinnedColumns } from './binned-columns.ts';
import type { AdditiveWeights } from './additive-weights.ts';

/**
 * Converts an additive model to trees, one per feature that matters, so that it is explained, written and read like a forest.
 * The Shapley value of a feature in a sum is its own term minus the term's mean.
 */
export function additiveTrees({ offset, byBin }: AdditiveWeights, { bins, labels }: BinnedColumns): Ensemble {
  const everyRow = new Uint8Array(labels.length).fill(1);
  const trees = byBin.flatMap((weights, f): Tree[] => {
    if (weights.every((weight) => weight === weights[0])) return [];
    const tree = flattenTree(featureTree(f, weights));
    setCovers(tree, everyRow, (row) => bins[f][row]);
    return [tree];
  });
  const constant = byBin.reduce(
    (sum, weights) => (weights.every((weight) => weight === weights[0]) ? sum + (weights[0] ?? 0) : sum),
    offset,
  );
  // An ensemble needs a tree: where no feature matters, a single leaf that adds 0.
  const leaf = flattenTree({ value: 0, cover: labels.length });
  return joinTrees(trees.length > 0 ? trees : [leaf], constant, 1);
}

/** Separates missing values first and then halves the bins; neighbours with the same weight share a leaf. */
function featureTree(feature: number, weights: Float64Array): NestedTree {
  const missing: NestedTree = { value: weights[0], cover: 0 };
  if (weights.length === 1) return missing;
  return {
    feature,
    lastLeftBin: 0,
    missingRight: false,
    left: missing,
    right: splitHalves(feature, weights, 1, weights.length - 1),
  };
}

function splitHalves(feature: number, weights: Float64Array, from: number, to: number): NestedTree {
  const same = weights.subarray(from, to + 1).every((weight) => weight === weights[from]);
  if (same) return { value: weights[from], cover: 0 };
  const middle = (from + to) >> 1;
  return {
    feature,
    lastLeftBin: middle,
    missingRight: true,
    left: splitHalves(feature, weights, from, middle),
    right: splitHalves(feature, weights, middle + 1, to),
  };
}
