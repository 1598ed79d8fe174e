import type { Engine } from '../engine/engine.ts';
import type { Ensemble } from '../ensemble.ts';
import { createShapleyTables } from './shapley-tables.ts';

/** Maximal number of rows that are explained together. */
export const MAX_EXPLAINED_ROWS = 64;
/** All rows are explained by this many trees before the next ones, so that the trees stay in the cache. */
const TREES_PER_PASS = 8;

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
    bins: ['u16', MAX_EXPLAINED_ROWS * features],
    phi: ['f64', MAX_EXPLAINED_ROWS * features],
  } as const);
  view.numbers.set(tables.numbers);
  view.trees.set(tables.trees);
  view.nodes.set(tables.nodes);
  view.states[tables.stateCount - 1] = -1;
  const walk = (first: number, end: number, at: number) =>
    core.explainTrees(
      ref.trees,
      first,
      end,
      ref.nodes,
      ref.numbers,
      tables.upwardStart,
      ref.states,
      ref.bins,
      at,
      ref.phi,
      at,
    );
  return {
    bins: view.bins,
    base: tables.base,
    explain(rows) {
      view.phi.fill(0, 0, rows * features);
      const together = rows === 1 ? trees : TREES_PER_PASS;
      for (let first = 0; first < trees; first += together) {
        const end = Math.min(trees, first + together);
        for (let row = 0; row < rows; row++) walk(first, end, row * features);
      }
      return Array.from({ length: rows }, (_, row) => view.phi.slice(row * features, (row + 1) * features));
    },
  };
}
