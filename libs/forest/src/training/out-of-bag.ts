import type { BinnedExamples, ExamplesWorkspace, GrowthPlan } from '../binning/binned-examples.ts';
import type { Layout, Workspace } from '../engine/engine.ts';
import type { Ensemble } from '../ensemble.ts';

/** What the out-of-bag pass shares: the forest, and its answer. */
export function outOfBagLayout(plan: GrowthPlan, nodes: number) {
  const { trees } = plan.settings;
  return {
    split: ['i32', nodes],
    left: ['i32', nodes],
    value: ['f32', nodes],
    roots: ['i32', trees],
    keys: ['i32', trees],
    counts: ['i32', plan.rows],
    means: ['f64', plan.rows],
  } as const satisfies Layout;
}

/** Least and most rows that walk all trees together. */
const MIN_BLOCK_ROWS = 2_048;
const MAX_BLOCK_ROWS = 32_768;

/**
 * Rows whose trees are walked together: few enough that they stay in the cache while tree after tree comes by, many enough
 * that a large forest need not be read too often, and blocks enough for all threads.
 */
export const outOfBagBlockRows = ({ rows }: GrowthPlan): number =>
  Math.min(MAX_BLOCK_ROWS, Math.max(MIN_BLOCK_ROWS, Math.ceil(rows / 16)));

export const outOfBagBlockCount = (plan: GrowthPlan): number => Math.ceil(plan.rows / outOfBagBlockRows(plan));

/** What one thread needs for its part of the pass. */
export const outOfBagListLayout = (plan: GrowthPlan) =>
  ({ list: ['i32', outOfBagBlockRows(plan) + 4] }) as const satisfies Layout;

export type OutOfBagWorkspace = Workspace<ReturnType<typeof outOfBagLayout>>;
export type OutOfBagListWorkspace = Workspace<ReturnType<typeof outOfBagListLayout>>;

/** Puts the forest where the core can walk it. */
export function prepareOutOfBag({ plan, workspace: space }: BinnedExamples, ensemble: Ensemble): OutOfBagWorkspace {
  const forest = space.extend(outOfBagLayout(plan, ensemble.split.length));
  const { view, core } = forest;
  view.split.set(ensemble.split);
  view.left.set(ensemble.left);
  view.value.set(ensemble.value);
  view.roots.set(ensemble.roots);
  for (let t = 0; t < ensemble.roots.length; t++) view.keys[t] = core.treeKey(plan.settings.seed | 0, t);
  return forest;
}

/** Fills the means of one block of rows. */
export function fillOutOfBag(
  plan: GrowthPlan,
  examples: ExamplesWorkspace,
  forest: OutOfBagWorkspace,
  { ref: { list } }: OutOfBagListWorkspace,
  block: number,
): void {
  const from = block * outOfBagBlockRows(plan);
  const to = Math.min(plan.rows, from + outOfBagBlockRows(plan));
  const { split, left, value, roots, keys, counts, means } = forest.ref;
  const { matrix, groups, steps, rates } = examples.ref;
  forest.core.outOfBagMeans(
    split,
    left,
    value,
    roots,
    keys,
    plan.settings.trees,
    matrix,
    plan.features,
    from,
    to,
    groups,
    plan.grouped ? 1 : 0,
    steps,
    rates,
    plan.weighted ? 1 : 0,
    list,
    counts,
    means,
  );
}

/** Mean of the trees that left a row out of their bag [rows]; NaN where none did. */
export function outOfBagMeans(binned: BinnedExamples, ensemble: Ensemble): Float64Array {
  const { plan, workspace: space } = binned;
  const forest = prepareOutOfBag(binned, ensemble);
  const list = space.extend(outOfBagListLayout(plan));
  for (let block = 0; block < outOfBagBlockCount(plan); block++) fillOutOfBag(plan, space, forest, list, block);
  return Float64Array.from(forest.view.means);
}

/** [rows] How often each row is in the bag of tree `t`. */
export function drawBagCounts({ plan, workspace: space }: BinnedExamples, t: number): Uint8Array {
  const { core } = space;
  const bag = space.extend({ rows: ['i32', plan.rows + 1] } as const);
  const { labels, groups, steps, rates } = space.ref;
  const key = core.treeKey(plan.settings.seed | 0, t);
  const grouped = plan.grouped ? 1 : 0;
  const weighted = plan.weighted ? 1 : 0;
  const inBag = core.drawBag(key, plan.rows, labels, groups, grouped, steps, rates, weighted, bag.ref.rows);
  const counts = new Uint8Array(plan.rows);
  for (let i = 0; i < inBag; i++) counts[bag.view.rows[i] & 0xffffff] = (bag.view.rows[i] >>> 24) & 127;
  return counts;
}
