import type { Ensemble, Tree } from '../ensemble.ts';
import type { BinnedExamples } from '../binning/binned-examples.ts';
import { createTreeGrower } from './grow-trees.ts';
import { outOfBagMeans } from './out-of-bag.ts';

/** What a crew brings home. */
export interface GrownForest {
  readonly ensemble: Ensemble;
  /** [rows] Raw out-of-bag predictions, NaN where a row was never out of bag. */
  readonly outOfBag: Float64Array;
}

/**
 * Grows all trees of a plan, joins them and asks every tree about the rows that it left out. However a crew shares the
 * work, the harvest is the same.
 * @param onTree called with the number of trees grown so far
 */
export type ThreadPool = (
  binned: BinnedExamples,
  join: (trees: readonly Tree[]) => Ensemble,
  onTree: (done: number) => void,
) => GrownForest;

/** All work in this thread. */
export const singleThread: ThreadPool = (binned, join, onTree) => {
  const grow = createTreeGrower(binned);
  const trees = Array.from({ length: binned.plan.settings.trees }, (_, t) => {
    const tree = grow(t);
    onTree(t + 1);
    return tree;
  });
  const ensemble = join(trees);
  return { ensemble, outOfBag: outOfBagMeans(binned, ensemble) };
};
