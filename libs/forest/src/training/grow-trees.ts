import type { BinnedExamples, ExamplesWorkspace, GrowthPlan } from '../binning/binned-examples.ts';
import { SCRATCH_WORDS } from '../core/histogram.ts';
import type { Layout, Workspace } from '../engine/engine.ts';
import type { Tree } from '../ensemble.ts';

/**
 * A subtree of at most this many rows is grown in a contiguous copy of its rows' bins, because rows scattered over a
 * large matrix would be read from main memory again and again. The near copy fits the second-level cache.
 */
const MAX_NEAR_ROWS = 8_192;
const MAX_FAR_ROWS = 131_072;

/** Rows of each copy; a matrix that is no larger needs none. */
const copiedRows = (rows: number) => ({
  near: rows > MAX_NEAR_ROWS ? MAX_NEAR_ROWS : 0,
  far: rows > MAX_FAR_ROWS ? MAX_FAR_ROWS : 0,
});

/** Memory layout of one thread that grows trees. */
export function treeLayout({ rows, features, settings }: GrowthPlan, nodes: number) {
  const levels = settings.maxDepth + 4;
  const copied = copiedRows(rows);
  return {
    far: ['u8', copied.far * features],
    near: ['u8', copied.near * features],
    bag: ['i32', rows + 1],
    spare: ['i32', rows + 1],
    permutation: ['i32', features],
    scratch: ['i32', SCRATCH_WORDS],
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

/** Enough nodes for a tree whose bag is a quarter larger than the average. */
export function nodeCapacity({ rows, settings: { maxDepth, minLeaf } }: GrowthPlan): number {
  const byLeaves = 2 * Math.floor((rows * 1.25 + 200) / minLeaf) + 1;
  return Math.min(2 ** (maxDepth + 1) - 1, byLeaves);
}

function growNodes(
  plan: GrowthPlan,
  examples: ExamplesWorkspace,
  { capacity, workspace }: TreeMemory,
  t: number,
): number {
  const { core, ref, view } = workspace;
  const { rows, features, settings } = plan;
  const shared = examples.ref;
  const key = core.treeKey(settings.seed | 0, t);
  view.random[0] = key;
  const grouped = plan.grouped ? 1 : 0;
  const weighted = plan.weighted ? 1 : 0;
  const { labels, groups, thresholds, rates } = shared;
  const copied = copiedRows(rows);
  const inBag = core.drawBag(key, rows, labels, groups, grouped, thresholds, rates, weighted, ref.bag);
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
    shared.monotonicSigns,
    shared.forbiddenPairs,
    plan.hasForbiddenPairs ? 1 : 0,
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

/** Memory of one thread for growing trees one after another. */
export interface TreeMemory {
  /** Most nodes of a tree. */
  readonly capacity: number;
  readonly workspace: TreeWorkspace;
}

export function allocateTreeMemory(
  plan: GrowthPlan,
  examples: ExamplesWorkspace,
  capacity = nodeCapacity(plan),
): TreeMemory {
  const workspace = examples.extend(treeLayout(plan, capacity));
  workspace.core.prepareScratch(workspace.ref.scratch);
  return { capacity, workspace };
}

/** Grows tree number `t`. @returns a copy of it; undefined where it needs more nodes than the memory has */
export function growTreeIn(
  plan: GrowthPlan,
  examples: ExamplesWorkspace,
  memory: TreeMemory,
  t: number,
): Tree | undefined {
  const nodes = growNodes(plan, examples, memory, t);
  if (nodes < 0) return undefined;
  const { split, left, value, cover } = memory.workspace.view;
  return {
    split: Int32Array.from(split.subarray(0, nodes)),
    left: Int32Array.from(left.subarray(0, nodes)),
    value: Float32Array.from(value.subarray(0, nodes)),
    cover: Float32Array.from(cover.subarray(0, nodes)),
  };
}

/** Returns a function that grows tree number `t` in this thread and allocates more memory where a tree needs it. */
export function createTreeGrower({ plan, workspace }: BinnedExamples): (t: number) => Tree {
  let memory = allocateTreeMemory(plan, workspace);
  return (t) => {
    for (;;) {
      const tree = growTreeIn(plan, workspace, memory, t);
      if (tree) return tree;
      memory = allocateTreeMemory(plan, workspace, memory.capacity * 2);
    }
  };
}
