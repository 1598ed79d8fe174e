import { COLUMN_BYTES } from '../core/shapley.ts';
import type { Engine } from '../engine/engine.ts';
import type { Ensemble } from '../ensemble.ts';
import { createShapleyTables } from './shapley-tables.ts';

/** Maximal number of rows that are explained together. */
export const MAX_EXPLAINED_ROWS = 64;
/** All rows are explained by this many trees before the next ones, so that the trees stay in the cache. */
const TREES_PER_PASS = 8;
const COLUMN_INTS = COLUMN_BYTES / Int32Array.BYTES_PER_ELEMENT;
/** Two columns of a feature, with two sums each. */
const SUMS = 4;

/** Exact Shapley values of rows. */
export interface Explainer {
  /** [MAX_EXPLAINED_ROWS × features] The caller writes the rows' bins here before `explain`. */
  readonly bins: Uint16Array;
  /** Mean raw prediction, to which the contributions add. */
  readonly base: number;
  /** Contributions of the first `rows` rows in raw units, a new array [features] for each row. */
  explain(rows: number): Float64Array[];
}

/** Computes the constants of a forest once and copies them into the engine's memory. */
export function createExplainer(ensemble: Ensemble, features: number, engine: Engine): Explainer {
  const tables = createShapleyTables(ensemble);
  const trees = ensemble.roots.length;
  const { core, view, ref } = engine.allocate({
    numbers: ['f64', tables.numbers.length],
    trees: ['i32', tables.trees.length],
    nodes: ['i32', tables.nodes.length],
    states: ['i32', tables.stateCount],
    columns: ['i32', MAX_EXPLAINED_ROWS * features * 2 * COLUMN_INTS],
    phi: ['f64', MAX_EXPLAINED_ROWS * features * SUMS],
  } as const);
  const bins = new Uint16Array(MAX_EXPLAINED_ROWS * features);
  view.numbers.set(tables.numbers);
  view.trees.set(tables.trees);
  view.nodes.set(tables.nodes);
  const walk = (first: number, end: number, row: number) =>
    core.explainTrees(
      ref.trees,
      first,
      end,
      ref.nodes,
      ref.numbers,
      tables.upwardStart,
      ref.states,
      ref.columns,
      row * features * 2 * COLUMN_BYTES,
      ref.phi,
    );
  return {
    bins,
    base: tables.base,
    explain(rows) {
      view.phi.fill(0, 0, rows * features * SUMS);
      for (let i = 0; i < rows * features; i++) {
        view.columns[2 * COLUMN_INTS * i] = bins[i];
        // Below 0 is the highest bin.
        view.columns[2 * COLUMN_INTS * i + COLUMN_INTS] = (bins[i] - 1) & 0xffff;
      }
      const together = rows === 1 ? trees : TREES_PER_PASS;
      for (let first = 0; first < trees; first += together) {
        const end = Math.min(trees, first + together);
        for (let row = 0; row < rows; row++) walk(first, end, row);
      }
      return Array.from({ length: rows }, (_, row) =>
        Float64Array.from({ length: features }, (_sum, f) => sumAt(view.phi, (row * features + f) * SUMS)),
      );
    },
  };
}

const sumAt = (phi: Float64Array, at: number): number => phi[at] + phi[at + 1] + (phi[at + 2] + phi[at + 3]);
