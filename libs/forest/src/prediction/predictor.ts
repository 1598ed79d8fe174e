import { createBlockPredictor, type BlockPredictor } from './block-predictor.ts';
import type { FeatureBins } from '../binning/feature-bins.ts';
import type { Engine } from '../engine/engine.ts';
import type { Ensemble } from '../ensemble.ts';

/** Raw predictions of one row or of blocks of rows. */
export interface Predictor {
  /** [features] The caller writes a row's bins here before `predictOne`. */
  readonly bins: Uint16Array;
  predictOne(): number;
  /** Created on first use. */
  readonly blocks: BlockPredictor;
}

/** Copies the trees into the engine's memory. @param block maximal number of rows in a block */
export function createPredictor(
  ensemble: Ensemble,
  features: readonly FeatureBins[],
  block: number,
  engine: Engine,
): Predictor {
  const nodes = ensemble.split.length;
  const trees = ensemble.roots.length;
  const workspace = engine.allocate({
    split: ['i32', nodes],
    left: ['i32', nodes],
    value: ['f32', nodes],
    roots: ['i32', trees],
    bins: ['u16', features.length],
  } as const);
  const { core, view, ref } = workspace;
  view.split.set(ensemble.split);
  view.left.set(ensemble.left);
  view.value.set(ensemble.value);
  view.roots.set(ensemble.roots);
  const { offset, scale } = ensemble;
  let blocks: BlockPredictor | undefined;
  return {
    bins: view.bins,
    predictOne: () => offset + scale * core.sumOfRow(ref.split, ref.left, ref.value, ref.roots, trees, ref.bins, 0),
    get blocks() {
      blocks ??= createBlockPredictor(ensemble, features, block, workspace);
      return blocks;
    },
  };
}
