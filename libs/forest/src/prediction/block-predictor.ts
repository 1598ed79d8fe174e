import { binCount, type FeatureBins } from '../binning/feature-bins.ts';
import { TOP_WORDS } from '../core/walk.ts';
import type { Workspace } from '../engine/engine.ts';
import type { Ensemble } from '../ensemble.ts';

/** Trees in the engine's memory. */
export type TreesWorkspace = Workspace<{
  readonly split: readonly ['i32', number];
  readonly left: readonly ['i32', number];
  readonly value: readonly ['f32', number];
  readonly roots: readonly ['i32', number];
}>;

/** Raw predictions of a block of rows, given feature by feature. */
export interface BlockPredictor {
  /**
   * Bins a feature's numbers for the first rows of the block.
   * @param values [rows]
   * @returns the index of the first infinite value; -1 where there is none
   */
  setNumbers(feature: number, values: Float64Array): number;
  /** Sets a feature's bins for the first `rows` rows of the block. */
  setBins(feature: number, rows: number, binOf: (row: number) => number): void;
  /** Writes the raw predictions of the first `rows` rows into `raw`. */
  predict(rows: number, raw: Float64Array): void;
}

/** The edges of all features in one list, and where those of each feature start. */
function concatenateEdges(features: readonly FeatureBins[]) {
  const lists = features.map((feature) => (feature.kind === 'numeric' ? feature.edges : new Float64Array()));
  let total = 0;
  const firsts = lists.map(({ length }) => (total += length) - length);
  return { lists, firsts, total };
}

/** Memory that both kinds of block need: raw numbers, all edges, and the sums of the rows. */
function allocateInputs(features: readonly FeatureBins[], block: number, trees: TreesWorkspace) {
  const { lists, firsts, total } = concatenateEdges(features);
  const layout = { numbers: ['f64', block], edges: ['f64', total + 1], sums: ['f64', block + 3] } as const;
  const workspace = trees.extend(layout);
  lists.forEach((list, f) => workspace.view.edges.set(list, firsts[f]));
  return { ...workspace, counts: lists.map(({ length }) => length), firsts };
}

function toRawPredictions({ offset, scale }: Ensemble, sums: Float64Array, rows: number, raw: Float64Array): void {
  for (let i = 0; i < rows; i++) raw[i] = offset + scale * sums[i];
}

/** WebAssembly walks a tree with this many rows at once. */
const ROWS_PER_STEP = 16;

/** Bins are bytes, in two columns per feature: in the second one a missing value is the highest byte. */
function createByteBlockPredictor(
  ensemble: Ensemble,
  features: readonly FeatureBins[],
  block: number,
  trees: TreesWorkspace,
) {
  const stride = Math.ceil(block / ROWS_PER_STEP) * ROWS_PER_STEP;
  const count = ensemble.split.length;
  const { core, view, ref, counts, firsts } = allocateInputs(features, stride, trees);
  const own = trees.extend({
    nodes: ['i32', 2 * count],
    tops: ['i32', TOP_WORDS * ensemble.roots.length],
    columns: ['i8', 2 * features.length * stride],
  } as const);
  const { split, left, value, roots } = trees.ref;
  const { nodes, tops, columns } = own.ref;
  core.layOutTrees(split, left, roots, ensemble.roots.length, count, stride, nodes, tops);
  const bytes = own.view.columns;
  return {
    setNumbers(f, values) {
      view.numbers.set(values);
      const at = 2 * f * stride;
      return core.binNumbersTwice(ref.numbers, values.length, ref.edges, firsts[f], counts[f], columns, at, stride);
    },
    setBins(f, rows, binOf) {
      const at = 2 * f * stride;
      for (let row = 0; row < rows; row++) {
        const bin = binOf(row);
        bytes[at + row] = bin - 128;
        bytes[at + stride + row] = bin - 129;
      }
    },
    predict(rows, raw) {
      const padded = Math.ceil(rows / ROWS_PER_STEP) * ROWS_PER_STEP;
      core.sumOfColumns(nodes, tops, value, roots, ensemble.roots.length, columns, padded, ref.sums);
      toRawPredictions(ensemble, view.sums, rows, raw);
    },
  } satisfies BlockPredictor;
}

/** Bins are 16-bit words by row, for imported models with more than 255 thresholds on a feature. */
function createWideBlockPredictor(
  ensemble: Ensemble,
  features: readonly FeatureBins[],
  block: number,
  trees: TreesWorkspace,
) {
  const width = features.length;
  const { core, view, ref, counts, firsts } = allocateInputs(features, block, trees);
  const rows = trees.extend({ bins: ['u16', (block + 3) * width] } as const);
  const { split, left, value, roots } = trees.ref;
  return {
    setNumbers(f, values) {
      view.numbers.set(values);
      return core.binNumbersByRow(ref.numbers, values.length, ref.edges, firsts[f], counts[f], rows.ref.bins, f, width);
    },
    setBins(f, count, binOf) {
      for (let row = 0; row < count; row++) rows.view.bins[row * width + f] = binOf(row);
    },
    predict(count, raw) {
      core.sumOfRows(split, left, value, roots, ensemble.roots.length, rows.ref.bins, width, count, ref.sums);
      toRawPredictions(ensemble, view.sums, count, raw);
    },
  } satisfies BlockPredictor;
}

/** True where all bins fit a byte: always for our own models, not always for imported ones. */
export function fitsByteBins({ split, left }: Ensemble, features: readonly FeatureBins[]): boolean {
  const isLow = (word: number, node: number) => left[node] === node || (word & 0xffff) < 0xff;
  return features.every((feature) => binCount(feature) <= 256) && split.every(isLow);
}

/** @param block maximal number of rows in a block */
export function createBlockPredictor(
  ensemble: Ensemble,
  features: readonly FeatureBins[],
  block: number,
  trees: TreesWorkspace,
): BlockPredictor {
  const create = fitsByteBins(ensemble, features) ? createByteBlockPredictor : createWideBlockPredictor;
  return create(ensemble, features, block, trees);
}
