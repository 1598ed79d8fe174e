import { goesRight, LEAF, splitWord } from './core/grow.ts';

/** A split word has 15 bits for the feature. */
export const MAX_FEATURES = 32_767;

/** Trees on bins in the core's layout, all in one array; children are absolute node numbers. */
export interface Ensemble {
  /** [nodes] Split word: feature, side of missing values and bin; LEAF in a leaf. */
  readonly split: Int32Array;
  /** [nodes] The left child, with the right child after it; a leaf refers to itself. */
  readonly left: Int32Array;
  /** [nodes] What a row that ends here adds to the prediction. */
  readonly value: Float32Array;
  /** [nodes] Training rows (or their weight) that passed through. */
  readonly cover: Float32Array;
  /** [trees] The roots, ascending; the trees lie one after another. */
  readonly roots: Int32Array;
  /** raw = offset + scale × Σ values. */
  readonly offset: number;
  readonly scale: number;
}

/** One tree, its node numbers counted from its root. */
export type Tree = Pick<Ensemble, 'split' | 'left' | 'value' | 'cover'>;

/** Joins trees into an ensemble whose raw prediction is offset + scale × the sum of theirs. */
export function joinTrees(trees: readonly Tree[], offset: number, scale: number): Ensemble {
  const nodes = trees.reduce((sum, tree) => sum + tree.split.length, 0);
  const split = new Int32Array(nodes);
  const left = new Int32Array(nodes);
  const value = new Float32Array(nodes);
  const cover = new Float32Array(nodes);
  const roots = new Int32Array(trees.length);
  let at = 0;
  trees.forEach((tree, t) => {
    roots[t] = at;
    split.set(tree.split, at);
    value.set(tree.value, at);
    cover.set(tree.cover, at);
    for (let i = 0; i < tree.left.length; i++) left[at + i] = tree.left[i] + at;
    at += tree.split.length;
  });
  return { split, left, value, cover, roots, offset, scale };
}

/** Joins trees into a forest, whose raw prediction is the mean of theirs. */
export const averageTrees = (trees: readonly Tree[]): Ensemble => joinTrees(trees, 0, 1 / trees.length);

/** The node after the last one of tree `t`. */
export function endOfTree(ensemble: Ensemble, t: number): number {
  return t + 1 < ensemble.roots.length ? ensemble.roots[t + 1] : ensemble.split.length;
}

/** A tree as nested objects, from which other programs' trees are converted. */
export type NestedTree =
  | { readonly value: number; readonly cover: number }
  | {
      readonly feature: number;
      /** Bins 1..lastLeftBin go left, higher ones right. */
      readonly lastLeftBin: number;
      readonly missingRight: boolean;
      readonly left: NestedTree;
      readonly right: NestedTree;
    };

function countNodes(tree: NestedTree): number {
  return 'value' in tree ? 1 : 1 + countNodes(tree.left) + countNodes(tree.right);
}

/** Converts a nested tree to the core's layout; the value of an inner node is the mean of its leaves by cover. */
export function flattenTree(tree: NestedTree): Tree {
  const nodes = countNodes(tree);
  const split = new Int32Array(nodes);
  const left = new Int32Array(nodes);
  const value = new Float32Array(nodes);
  const cover = new Float32Array(nodes);
  let next = 1;
  const write = (node: NestedTree, at: number): { readonly sum: number; readonly cover: number } => {
    split[at] = LEAF;
    left[at] = at;
    if ('value' in node) {
      value[at] = node.value;
      cover[at] = node.cover;
      return { sum: node.value * node.cover, cover: node.cover };
    }
    const child = next;
    next += 2;
    // With missing on the left, a last left bin of 0 sends only missing values to the left.
    split[at] = splitWord(node.feature, node.missingRight ? 1 : 0, node.lastLeftBin);
    left[at] = child;
    const a = write(node.left, child);
    const b = write(node.right, child + 1);
    cover[at] = a.cover + b.cover;
    value[at] = cover[at] > 0 ? (a.sum + b.sum) / (a.cover + b.cover) : 0;
    return { sum: a.sum + b.sum, cover: a.cover + b.cover };
  };
  write(tree, 0);
  return { split, left, value, cover };
}

/**
 * Sets a tree's covers to the rows that pass through each node, as explanations need them.
 * @param binOf bin of a row by feature
 * @param counts [rows] how often a row counts
 */
export function setCovers(
  tree: Tree,
  counts: ArrayLike<number>,
  binOf: (row: number, feature: number) => number,
): void {
  tree.cover.fill(0);
  for (let row = 0; row < counts.length; row++) {
    if (counts[row] === 0) continue;
    let node = 0;
    tree.cover[0] += counts[row];
    while (tree.left[node] !== node) {
      const word = tree.split[node];
      node = tree.left[node] + goesRight(word, binOf(row, word >>> 17));
      tree.cover[node] += counts[row];
    }
  }
}
