import { averageTrees, type Ensemble } from '../ensemble.ts';
import type { BinnedExamples } from '../binning/binned-examples.ts';
import { createTreeGrower } from './grow-trees.ts';
import { outOfBagMeans } from './out-of-bag.ts';

export interface GrownForest {
  readonly ensemble: Ensemble;
  /** [rows] Raw out-of-bag predictions, NaN where a row was never out of bag. */
  readonly outOfBag: Float64Array;
}

/** Grows forests on one or more threads. The forest does not depend on their number. */
export interface ThreadPool {
  /**
   * Grows all trees of the plan and predicts every row by the trees that it was out of bag for.
   * @param onTree called with the number of trees grown so far
   */
  growForest(binned: BinnedExamples, onTree: (done: number) => void): GrownForest;
}

/** Does all work in the calling thread. */
export const singleThread: ThreadPool = {
  growForest(binned, onTree) {
    const grow = createTreeGrower(binned);
    const trees = Array.from({ length: binned.plan.settings.trees }, (_, t) => {
      const tree = grow(t);
      onTree(t + 1);
      return tree;
    });
    const ensemble = averageTrees(trees);
    return { ensemble, outOfBag: outOfBagMeans(binned, ensemble) };
  },
};
