import type { FeatureBins } from './binning.ts';
import type { Engine } from './engine/engine.ts';
import type { Ensemble } from './ensemble.ts';

/** Raw predictions of rows whose bins the caller wrote into `bins`. */
export interface Predictor {
  /** [block × features] and room for three more rows. */
  readonly bins: Uint16Array;
  /**
   * Bins a feature's numbers into the first rows.
   * @param values [rows]
   * @returns the place of the first infinite one, -1 where there is none
   */
  binNumbers(feature: number, values: Float64Array): number;
  /** Of the first row. */
  one(): number;
  /** Of the first `rows` rows, into `raw`. */
  block(rows: number, raw: Float64Array): void;
}

/** Puts the trees where the engine's core can walk them. @param block most rows at once */
export function predictor(
  ensemble: Ensemble,
  features: readonly FeatureBins[],
  block: number,
  engine: Engine,
): Predictor {
  const width = features.length;
  const edges = features.map((feature) => (feature.kind === 'numeric' ? feature.edges : new Float64Array()));
  const firstEdges = edges.map((_, f) => edges.slice(0, f).reduce((sum, { length }) => sum + length, 0));
  const trees = ensemble.roots.length;
  const nodes = ensemble.split.length;
  const { core, view, ref } = engine.allocate({
    split: ['i32', nodes],
    left: ['i32', nodes],
    value: ['f32', nodes],
    roots: ['i32', trees],
    bins: ['u16', (block + 3) * width],
    numbers: ['f64', block],
    edges: ['f64', edges.reduce((sum, { length }) => sum + length, 1)],
    sums: ['f64', block + 3],
  } as const);
  view.split.set(ensemble.split);
  view.left.set(ensemble.left);
  view.value.set(ensemble.value);
  view.roots.set(ensemble.roots);
  edges.forEach((list, f) => view.edges.set(list, firstEdges[f]));
  const { offset, scale } = ensemble;
  return {
    bins: view.bins,
    binNumbers(f, values) {
      view.numbers.set(values);
      const { numbers, edges: all, bins } = ref;
      return core.binNumbersByRow(numbers, values.length, all, firstEdges[f], edges[f].length, bins, f, width);
    },
    one: () => offset + scale * core.sumOfRow(ref.split, ref.left, ref.value, ref.roots, trees, ref.bins, 0),
    block(rows, raw) {
      core.sumOfRows(ref.split, ref.left, ref.value, ref.roots, trees, ref.bins, width, rows, ref.sums);
      for (let i = 0; i < rows; i++) raw[i] = offset + scale * view.sums[i];
    },
  };
}
