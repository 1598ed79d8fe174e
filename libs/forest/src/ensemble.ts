/** Trees on bins, in the core's own layout, all in one array; children are absolute places. */
export interface Ensemble {
  /** [nodes] feature, side of missing and bin; LEAF in a leaf. */
  readonly split: Int32Array;
  /** [nodes] left child, the right one stands next to it; a leaf names itself. */
  readonly left: Int32Array;
  /** [nodes] what a row that ends here adds. */
  readonly value: Float32Array;
  /** [nodes] training rows (or weight) that came through. */
  readonly cover: Float32Array;
  /** [trees] places of the roots, ascending; the trees lie one after another. */
  readonly roots: Int32Array;
  /** raw = offset + scale × Σ values. */
  readonly offset: number;
  readonly scale: number;
}

/** One tree with places counted from its root. */
export interface Tree {
  readonly split: Int32Array;
  readonly left: Int32Array;
  readonly value: Float32Array;
  readonly cover: Float32Array;
}

/** Lays trees one after another. */
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

/** Where tree `t` ends. */
export function endOfTree(ensemble: Ensemble, t: number): number {
  return t + 1 < ensemble.roots.length ? ensemble.roots[t + 1] : ensemble.split.length;
}
