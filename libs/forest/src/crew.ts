import type { Ensemble, Tree } from './ensemble.ts';
import type { BinnedExamples } from './binned-examples.ts';
import { treeGrower } from './grow-forest.ts';
import { outOfBagMeans } from './out-of-bag.ts';

/** What a crew brings home. */
export interface Harvest {
  readonly ensemble: Ensemble;
  /** [rows] Raw out-of-bag predictions, NaN where a row was never out of bag. */
  readonly raw: Float64Array;
}

/**
 * Grows all trees of a plan, joins them and asks every tree about the rows that it left out. However a crew shares the
 * work, the harvest is the same.
 * @param onTree called with the number of trees grown so far
 */
export type Crew = (
  binned: BinnedExamples,
  join: (trees: readonly Tree[]) => Ensemble,
  onTree: (done: number) => void,
) => Harvest;

/** All work in this thread. */
export const aloneCrew: Crew = (binned, join, onTree) => {
  const grow = treeGrower(binned);
  const trees = Array.from({ length: binned.plan.settings.trees }, (_, t) => {
    const tree = grow(t);
    onTree(t + 1);
    return tree;
  });
  const ensemble = join(trees);
  return { ensemble, raw: outOfBagMeans(binned, ensemble) };
};
