import type { BinnedExamples, ExamplesWorkspace, GrowthPlan } from '../binning/binned-examples.ts';
import type { Layout, Workspace } from '../engine/engine.ts';
import type { Ensemble } from '../ensemble.ts';

/** Memory that all threads of the out-of-bag pass share: the forest and the results. */
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

/** Bounds of the number of rows in a block. */
const MIN_BLOCK_ROWS = 2_048;
const MAX_BLOCK_ROWS = 32_768;

/**
 * Rows that walk all trees together: few enough to stay in the cache meanwhile, enough that a large forest is not read too
 * often, and such that there are enough blocks for all threads.
 */
export const outOfBagBlockRows = ({ rows }: GrowthPlan): number =>
  Math.min(MAX_BLOCK_ROWS, Math.max(MIN_BLOCK_ROWS, Math.ceil(rows / 16)));

export const outOfBagBlockCount = (plan: GrowthPlan): number => Math.ceil(plan.rows / outOfBagBlockRows(plan));

/** Memory of one thread in the out-of-bag pass. */
export const outOfBagListLayout = (plan: GrowthPlan) =>
  ({ list: ['i32', outOfBagBlockRows(plan) + 4] }) as const satisfies Layout;

export type OutOfBagWorkspace = Workspace<ReturnType<typeof outOfBagLayout>>;
export type OutOfBagListWorkspace = Workspace<ReturnType<typeof outOfBagListLayout>>;

/** Copies the forest into the engine's memory. */
export function prepareOutOfBag({ plan, workspace }: BinnedExamples, ensemble: Ensemble): OutOfBagWorkspace {
  const forest = workspace.extend(outOfBagLayout(plan, ensemble.split.length));
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
  const { matrix, groups, thresholds, rates } = examples.ref;
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
    thresholds,
    rates,
    plan.weighted ? 1 : 0,
    list,
    counts,
    means,
  );
}

/** [rows] Mean prediction of the trees that a row is out of bag for; NaN where there are none. */
export function outOfBagMeans(binned: BinnedExamples, ensemble: Ensemble): Float64Array {
  const { plan, workspace } = binned;
  const forest = prepareOutOfBag(binned, ensemble);
  const list = workspace.extend(outOfBagListLayout(plan));
  for (let block = 0; block < outOfBagBlockCount(plan); block++) fillOutOfBag(plan, workspace, forest, list, block);
  return Float64Array.from(forest.view.means);
}

/** [rows] How often each row is in the bag of tree `t`. */
export function drawBagCounts({ plan, workspace }: BinnedExamples, t: number): Uint8Array {
  const { core } = workspace;
  const bag = workspace.extend({ rows: ['i32', plan.rows + 1] } as const);
  const { labels, groups, thresholds, rates } = workspace.ref;
  const key = core.treeKey(plan.settings.seed | 0, t);
  const grouped = plan.grouped ? 1 : 0;
  const weighted = plan.weighted ? 1 : 0;
  const inBag = core.drawBag(key, plan.rows, labels, groups, grouped, thresholds, rates, weighted, bag.ref.rows);
  const counts = new Uint8Array(plan.rows);
  for (let i = 0; i < inBag; i++) counts[bag.view.rows[i] & 0xffffff] = (bag.view.rows[i] >>> 24) & 127;
  return counts;
}
