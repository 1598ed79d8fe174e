import type { Engine } from './engine/engine.ts';
import type { Ensemble } from './ensemble.ts';

/** Raw predictions of rows whose bins the caller wrote into `bins`. */
export interface Predictor {
  /** [block × features] and room for three more rows. */
  readonly bins: Uint16Array;
  /** Of the first row. */
  one(): number;
  /** Of the first `rows` rows, into `raw`. */
  block(rows: number, raw: Float64Array): void;
}

/** Puts the trees where the engine's core can walk them. @param block most rows at once */
export function predictor(ensemble: Ensemble, features: number, block: number, engine: Engine): Predictor {
  const trees = ensemble.roots.length;
  const nodes = ensemble.split.length;
  const { core, view, ref } = engine.allocate({
    split: ['i32', nodes],
    left: ['i32', nodes],
    value: ['f32', nodes],
    roots: ['i32', trees],
    bins: ['u16', (block + 3) * features],
    sums: ['f64', block + 3],
  } as const);
  view.split.set(ensemble.split);
  view.left.set(ensemble.left);
  view.value.set(ensemble.value);
  view.roots.set(ensemble.roots);
  const { offset, scale } = ensemble;
  return {
    bins: view.bins,
    one: () => offset + scale * core.sumOfRow(ref.split, ref.left, ref.value, ref.roots, trees, ref.bins, 0),
    block(rows, raw) {
      core.sumOfRows(ref.split, ref.left, ref.value, ref.roots, trees, ref.bins, features, rows, ref.sums);
      for (let i = 0; i < rows; i++) raw[i] = offset + scale * view.sums[i];
    },
  };
}
