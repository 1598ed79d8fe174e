import type { BinnedExamples, ExamplesWorkspace, GrowthPlan } from '../binning/binned-examples.ts';
import { SCRATCH } from '../core/histogram.ts';
import type { Layout, Workspace } from '../engine/engine.ts';
import { type Ensemble, joinTrees, type Tree } from '../ensemble.ts';

/**
 * A node of at most as many rows is grown, with all below it, in a copy of its rows' bins side by side: read over and over,
 * rows scattered over a large matrix would come from main memory each time. The smaller copy fits the second cache.
 */
const MAX_NEAR_ROWS = 8_192;
const MAX_FAR_ROWS = 131_072;

/** Rows of either copy; a matrix that is no larger needs none. */
const copiedRows = (rows: number) => ({
  near: rows > MAX_NEAR_ROWS ? MAX_NEAR_ROWS : 0,
  far: rows > MAX_FAR_ROWS ? MAX_FAR_ROWS : 0,
});

/** What one thread needs to grow one tree after the other. */
export function treeLayout({ rows, features, settings }: GrowthPlan, nodes: number) {
  const levels = settings.maxDepth + 4;
  const copied = copiedRows(rows);
  return {
    far: ['u8', copied.far * features],
    near: ['u8', copied.near * features],
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

export type TreeWorkspace = Workspace<ReturnType<typeof treeLayout>>;

/** Room for the nodes of a tree whose bag is a quarter larger than it is on average. */
export function nodeCapacity({ rows, settings: { maxDepth, minLeaf } }: GrowthPlan): number {
  const byLeaves = 2 * Math.floor((rows * 1.25 + 200) / minLeaf) + 1;
  return Math.min(2 ** (maxDepth + 1) - 1, byLeaves);
}

function growNodes(
  plan: GrowthPlan,
  examples: ExamplesWorkspace,
  tree: TreeWorkspace,
  capacity: number,
  t: number,
): number {
  const { core, ref } = tree;
  const { rows, features, settings } = plan;
  const shared = examples.ref;
  const key = core.treeKey(settings.seed | 0, t);
  tree.view.random[0] = key;
  const grouped = plan.grouped ? 1 : 0;
  const weighted = plan.weighted ? 1 : 0;
  const { labels, groups, steps, rates } = shared;
  const copied = copiedRows(rows);
  const inBag = core.drawBag(key, rows, labels, groups, grouped, steps, rates, weighted, ref.bag);
  return core.growTree(
    shared.matrix,
    features,
    ref.near,
    copied.near,
    ref.far,
    copied.far,
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
    plan.hasInteractionConstraints ? 1 : 0,
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
export interface TreeMemory {
  readonly capacity: number;
  readonly workspace: TreeWorkspace;
}

/** @param capacity most nodes of a tree */
export function allocateTreeMemory(
  plan: GrowthPlan,
  examples: ExamplesWorkspace,
  capacity = nodeCapacity(plan),
): TreeMemory {
  const space = examples.extend(treeLayout(plan, capacity));
  space.core.prepareScratch(space.ref.scratch);
  return { capacity, workspace: space };
}

/** A copy of tree number `t`, or undefined where it needs more nodes than the room has. */
export function growTreeIn(
  plan: GrowthPlan,
  examples: ExamplesWorkspace,
  room: TreeMemory,
  t: number,
): Tree | undefined {
  const nodes = growNodes(plan, examples, room.workspace, room.capacity, t);
  if (nodes < 0) return undefined;
  const { split, left, value, cover } = room.workspace.view;
  return {
    split: Int32Array.from(split.subarray(0, nodes)),
    left: Int32Array.from(left.subarray(0, nodes)),
    value: Float32Array.from(value.subarray(0, nodes)),
    cover: Float32Array.from(cover.subarray(0, nodes)),
  };
}

/** Grows tree after tree in this thread, taking more room where one needs it. */
export function createTreeGrower({ plan, workspace: space }: BinnedExamples): (t: number) => Tree {
  let room = allocateTreeMemory(plan, space);
  return (t) => {
    for (;;) {
      const tree = growTreeIn(plan, space, room, t);
      if (tree) return tree;
      room = allocateTreeMemory(plan, space, room.capacity * 2);
    }
  };
}

/** A forest's raw prediction is the mean of its trees' rates. */
export function averageTrees(trees: readonly Tree[]): Ensemble {
  return joinTrees(trees, 0, 1 / trees.length);
}
