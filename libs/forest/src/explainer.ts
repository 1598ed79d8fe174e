import type { Engine } from './engine/engine.ts';
import type { Ensemble } from './ensemble.ts';
import { shapleyTables } from './shapley-tables.ts';

/** Exact Shapley values of rows whose bins the caller wrote into `bins`. */
export interface Explainer {
  /** [features] */
  readonly bins: Uint16Array;
  /** Mean raw prediction, that the contributions start from. */
  readonly base: number;
  /** [features] Contributions in raw units, a new array. */
  one(): Float64Array;
}

/** Works out the constants of a forest once and puts them where the engine's core can use them. */
export function explainer(ensemble: Ensemble, features: number, engine: Engine): Explainer {
  const tables = shapleyTables(ensemble);
  const trees = ensemble.roots.length;
  const { core, view, ref } = engine.allocate({
    numbers: ['f64', tables.numbers.length],
    trees: ['i32', tables.trees.length],
    nodes: ['i32', tables.nodes.length],
    states: ['i32', tables.states],
    bins: ['u16', features],
    phi: ['f64', features],
  } as const);
  view.numbers.set(tables.numbers);
  view.trees.set(tables.trees);
  view.nodes.set(tables.nodes);
  view.states[tables.states - 1] = -1;
  return {
    bins: view.bins,
    base: tables.base,
    one() {
      view.phi.fill(0);
      core.explainTrees(ref.trees, 0, trees, ref.nodes, ref.numbers, tables.up, ref.states, ref.bins, 0, ref.phi, 0);
      return Float64Array.from(view.phi);
    },
  };
}
