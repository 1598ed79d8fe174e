import { type FeatureBins, binColumn, binCount, categoryBins, numericEdges } from './binning.ts';
import { constraintTables } from './constraints.ts';
import { type Ensemble, joinTrees, type Tree } from './ensemble.ts';
import { ForestError } from './errors.ts';
import type { Engine, Layout, Workspace } from './engine/engine.ts';
import { OUT_OF_BAG_BLOCK } from './core/predict.ts';
import { STEP_WORDS } from './core/random.ts';
import { SCRATCH } from './core/tally.ts';
import { poissonSteps, samplingOf } from './sampling.ts';
import type { ForestSettings } from './settings.ts';
import type { Examples, NumericColumn } from './table.ts';

/** All that a thread must know to take part in growing a forest; plain data, so that it can be sent. */
export interface GrowingPlan {
  readonly rows: number;
  readonly features: number;
  readonly grouped: boolean;
  readonly weighted: boolean;
  /** Some features may not meet. */
  readonly constrained: boolean;
  readonly settings: ForestSettings;
}

/** What all trees share. */
export function examplesLayout({ rows, features, grouped, weighted, constrained }: GrowingPlan) {
  return {
    matrix: ['u8', rows * features],
    labels: ['u8', rows],
    binCounts: ['i32', features],
    signs: ['i32', features],
    apart: ['u8', constrained ? features * features : 1],
    steps: ['i32', STEP_WORDS],
    groups: ['i32', grouped ? rows : 1],
    rates: ['f64', weighted ? rows : 1],
  } as const satisfies Layout;
}

/** What one thread needs to grow one tree after the other. */
export function treeLayout({ rows, features, settings }: GrowingPlan, nodes: number) {
  const levels = settings.maxDepth + 4;
  return {
    bag: ['i32', rows + 1],
    spare: ['i32', rows + 1],
    permutation: ['i32', features],
    scratch: ['i32', SCRATCH],
    stack: ['i32', levels * 6],
    bounds: ['f64', levels * 4],
    random: ['i32', 1],
    parent: ['i32', nodes],
    split: ['i32', nodes],
    left: ['i32', nodes],
    value: ['f32', nodes],
    cover: ['f32', nodes],
  } as const satisfies Layout;
}

export type ExamplesSpace = Workspace<ReturnType<typeof examplesLayout>>;
export type TreeSpace = Workspace<ReturnType<typeof treeLayout>>;

/** Room for the nodes of a tree whose bag is a quarter larger than it is on average. */
export function nodeCapacity({ rows, settings: { maxDepth, minLeaf } }: GrowingPlan): number {
  const byLeaves = 2 * Math.floor((rows * 1.25 + 200) / minLeaf) + 1;
  return Math.min(2 ** (maxDepth + 1) - 1, byLeaves);
}

export interface BinnedExamples {
  readonly plan: GrowingPlan;
  readonly features: readonly FeatureBins[];
  readonly space: ExamplesSpace;
}

/** Numbers that are handed to the core at once. */
const NUMBERS = 8_192;

/** Bins numbers in the core. @throws ForestError `infinite_value` */
function numberBinner(space: ExamplesSpace, rows: number) {
  const room = space.extend({ values: ['f64', NUMBERS], edges: ['f64', 256] } as const);
  return (column: NumericColumn, edges: Float64Array, at: number): void => {
    room.view.edges.set(edges);
    for (let from = 0; from < rows; from += NUMBERS) {
      const count = Math.min(NUMBERS, rows - from);
      room.view.values.set(column.values.subarray(from, from + count));
      const { values, edges: ends } = room.ref;
      const infinite = space.core.binNumbers(values, count, ends, edges.length, space.ref.matrix, at + from);
      if (infinite >= 0) throw new ForestError({ code: 'infinite_value', column: column.name, row: from + infinite });
    }
  };
}

/** Bins the columns straight into the engine's memory. @param examples checked before */
export function binExamples(examples: Examples, settings: ForestSettings, engine: Engine): BinnedExamples {
  const { rows, columns, labels } = examples;
  const { groups, rates } = samplingOf(examples, settings.positiveWeight);
  const constraints = constraintTables(columns, settings);
  const plan: GrowingPlan = {
    rows,
    features: columns.length,
    grouped: groups !== undefined,
    weighted: rates !== undefined,
    constrained: constraints.constrained,
    settings,
  };
  const space = engine.allocate(examplesLayout(plan));
  const { view } = space;
  const binNumeric = numberBinner(space, rows);
  const features = columns.map((column, f): FeatureBins => {
    const feature: FeatureBins =
      column.kind === 'numeric'
        ? { kind: 'numeric', name: column.name, edges: numericEdges(column.values, settings.maxBins) }
        : {
            kind: 'categorical',
            name: column.name,
            categories: column.categories,
            bins: categoryBins(column, labels, settings.maxBins),
          };
    view.binCounts[f] = binCount(feature);
    if (column.kind === 'numeric' && feature.kind === 'numeric') binNumeric(column, feature.edges, f * rows);
    else binColumn(column, feature, view.matrix.subarray(f * rows, (f + 1) * rows));
    return feature;
  });
  view.labels.set(labels);
  view.steps.set(poissonSteps());
  view.signs.set(constraints.signs);
  view.apart.set(constraints.apart);
  if (groups) view.groups.set(groups);
  if (rates) view.rates.set(rates);
  return { plan, features, space };
}

function growInto(plan: GrowingPlan, examples: ExamplesSpace, tree: TreeSpace, capacity: number, t: number): number {
  const { core, ref } = tree;
  const { rows, features, settings } = plan;
  const shared = examples.ref;
  const key = core.treeKey(settings.seed | 0, t);
  tree.view.random[0] = key;
  const grouped = plan.grouped ? 1 : 0;
  const weighted = plan.weighted ? 1 : 0;
  const { labels, groups, steps, rates } = shared;
  const inBag = core.drawBag(key, rows, labels, groups, grouped, steps, rates, weighted, ref.bag);
  return core.growTree(
    shared.matrix,
    rows,
    features,
    shared.binCounts,
    ref.bag,
    ref.spare,
    inBag,
    ref.permutation,
    ref.scratch,
    ref.stack,
    ref.bounds,
    ref.random,
    shared.signs,
    shared.apart,
    plan.constrained ? 1 : 0,
    settings.featuresPerSplit,
    settings.minLeaf,
    settings.maxDepth,
    capacity,
    ref.parent,
    ref.split,
    ref.left,
    ref.value,
    ref.cover,
  );
}

/** Memory to grow trees in, one after the other, by one thread. */
export interface TreeRoom {
  readonly capacity: number;
  readonly space: TreeSpace;
}

/** @param capacity most nodes of a tree */
export function reserveTreeRoom(plan: GrowingPlan, examples: ExamplesSpace, capacity = nodeCapacity(plan)): TreeRoom {
  const space = examples.extend(treeLayout(plan, capacity));
  space.core.prepareScratch(space.ref.scratch);
  return { capacity, space };
}

/** A copy of tree number `t`, or undefined where it needs more nodes than the room has. */
export function growTreeIn(plan: GrowingPlan, examples: ExamplesSpace, room: TreeRoom, t: number): Tree | undefined {
  const nodes = growInto(plan, examples, room.space, room.capacity, t);
  if (nodes < 0) return undefined;
  const { split, left, value, cover } = room.space.view;
  return {
    split: Int32Array.from(split.subarray(0, nodes)),
    left: Int32Array.from(left.subarray(0, nodes)),
    value: Float32Array.from(value.subarray(0, nodes)),
    cover: Float32Array.from(cover.subarray(0, nodes)),
  };
}

/** Grows tree after tree in this thread, taking more room where one needs it. */
export function treeGrower({ plan, space }: BinnedExamples): (t: number) => Tree {
  let room = reserveTreeRoom(plan, space);
  return (t) => {
    for (;;) {
      const tree = growTreeIn(plan, space, room, t);
      if (tree) return tree;
      room = reserveTreeRoom(plan, space, room.capacity * 2);
    }
  };
}

/** What the out-of-bag pass shares: the forest, and its answer. */
export function outOfBagLayout(plan: GrowingPlan, nodes: number) {
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

/** What one thread needs for its part of the pass. */
export const outOfBagListLayout = { list: ['i32', OUT_OF_BAG_BLOCK + 4] } as const satisfies Layout;

export type OutOfBagSpace = Workspace<ReturnType<typeof outOfBagLayout>>;
export type OutOfBagList = Workspace<typeof outOfBagListLayout>;

/** Puts the forest where the core can walk it. */
export function prepareOutOfBag({ plan, space }: BinnedExamples, ensemble: Ensemble): OutOfBagSpace {
  const forest = space.extend(outOfBagLayout(plan, ensemble.split.length));
  const { view, core } = forest;
  view.split.set(ensemble.split);
  view.left.set(ensemble.left);
  view.value.set(ensemble.value);
  view.roots.set(ensemble.roots);
  for (let t = 0; t < ensemble.roots.length; t++) view.keys[t] = core.treeKey(plan.settings.seed | 0, t);
  return forest;
}

/** Fills the means of the rows from..to-1. */
export function fillOutOfBag(
  plan: GrowingPlan,
  examples: ExamplesSpace,
  forest: OutOfBagSpace,
  { ref: { list } }: OutOfBagList,
  from: number,
  to: number,
): void {
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
    plan.rows,
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
  const { plan, space } = binned;
  const forest = prepareOutOfBag(binned, ensemble);
  fillOutOfBag(plan, space, forest, space.extend(outOfBagListLayout), 0, plan.rows);
  return Float64Array.from(forest.view.means);
}

/** A forest's raw prediction is the mean of its trees' rates. */
export function joinForest(trees: readonly Tree[]): Ensemble {
  return joinTrees(trees, 0, 1 / trees.length);
}

/** [rows] How often each row is in the bag of tree `t`. */
export function bagOf({ plan, space }: BinnedExamples, t: number): Uint8Array {
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
