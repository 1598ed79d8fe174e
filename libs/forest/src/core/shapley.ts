import { type F64s, type I32s, type U16s, type f64, type i32 } from './portable.ts';
import { goesRight } from './grow.ts';
import { foldChildren, foldLeaves, multiply } from './vector.ts';

/** Words of a tree's record: first node record, nodes with an inner child, nodes with two leaves, points. */
export const TREE_WORDS: i32 = 4;
/**
 * Words of a node's record: split word, which earlier node of the path tests the same feature, on which side of it this
 * node lies, where its constants start, then for nodes with an inner child: where the left and right child's upward
 * vector stands and where their downward one goes.
 */
export const NODE_WORDS: i32 = 8;

/** The row's own path holds here and turns left, turns right, or has left this branch at the same feature before. */
const LEFT_BRANCH: i32 = 2;

function stateOf(nodes: I32s, at: i32, bins: U16s, row: i32, states: I32s): i32 {
  const word: i32 = nodes[at];
  if (states[nodes[at + 1]] !== nodes[at + 2]) return LEFT_BRANCH;
  return goesRight(word, bins[row + (word >>> 17)]);
}

/**
 * Adds the exact path-dependent Shapley values of one row to `phi`, tree by tree: down the tree for the products of the
 * conditions above, up again for the sums of the leaves below, all at the quadrature points and with constants that were
 * worked out once for the forest.
 * @param trees [treeCount × TREE_WORDS]
 * @param nodes [inner nodes × NODE_WORDS]; in a tree, nodes with an inner child come first, parents before children
 * @param t work space, then constants: down vectors at 0, up vectors at `up`
 * @param states [most inner nodes of a tree + 1]; the last one stands for "no earlier node" and holds -1
 * @param row where the row's bins start
 * @param phi [features] from `to` on, added to
 * @source Quadrature-TreeSHAP (arXiv 2605.04497); Lundberg et al. 2020 define the values
 */
export function explainTrees(
  trees: I32s,
  firstTree: i32,
  treeCount: i32,
  nodes: I32s,
  t: F64s,
  up: i32,
  states: I32s,
  bins: U16s,
  row: i32,
  phi: F64s,
  to: i32,
): void {
  for (let tree: i32 = firstTree; tree < treeCount; tree++) {
    const first: i32 = trees[tree * TREE_WORDS] * NODE_WORDS;
    const inner: i32 = trees[tree * TREE_WORDS + 1];
    const all: i32 = inner + trees[tree * TREE_WORDS + 2];
    const points: i32 = trees[tree * TREE_WORDS + 3];
    for (let q: i32 = 0; q < points; q++) t[q] = 1.0;
    for (let k: i32 = 0; k < all; k++) states[k] = stateOf(nodes, first + k * NODE_WORDS, bins, row, states);
    for (let k: i32 = 0; k < inner; k++) {
      const at: i32 = first + k * NODE_WORDS;
      const constants: i32 = nodes[at + 3] + states[k] * 4 * points;
      multiply(t, nodes[at + 6], k * points, constants, points);
      multiply(t, nodes[at + 7], k * points, constants + points, points);
    }
    for (let k: i32 = inner; k < all; k++) {
      const at: i32 = first + k * NODE_WORDS;
      const constants: i32 = nodes[at + 3] + states[k] * 2 * points;
      const c: f64 = foldLeaves(t, up + k * points, k * points, constants, points);
      phi[to + (nodes[at] >>> 17)] += c;
    }
    for (let k: i32 = inner - 1; k >= 0; k--) {
      const at: i32 = first + k * NODE_WORDS;
      const constants: i32 = nodes[at + 3] + states[k] * 4 * points;
      const c: f64 = foldChildren(t, up + k * points, k * points, nodes[at + 4], nodes[at + 5], constants, points);
      phi[to + (nodes[at] >>> 17)] += c;
    }
  }
}
