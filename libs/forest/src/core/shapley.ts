import type { F64s, I32s, U16s, f64, i32 } from './portable.ts';
import { foldChildren, foldLeaves, spread } from './vector.ts';

/**
 * Words of a tree's record: first node record, number of nodes with an inner child, number of nodes with two leaves, number
 * of points, offset of the quadrature weights, and offset of the two vectors for a row that left the path earlier.
 */
export const TREE_WORDS: i32 = 6;
/**
 * Words of a node's record: split word; the previous node of the path that tests the same feature, and the side of it on
 * which this node lies; offset of its two vectors; offset of its four numbers (cover shares and leaf values of left and
 * right); then, for nodes with an inner child, offsets of the upward vectors of left and right and of their downward vectors.
 */
export const NODE_WORDS: i32 = 9;

/** State of a node: the row goes left (0) or right (1), or failed an earlier condition on this feature (2). */
const OFF_PATH: i32 = 2;

/** 1 where the row goes right at this split. */
function direction(word: i32, bins: U16s, row: i32): i32 {
  const bin: i32 = bins[row + (word >>> 17)] - ((word >>> 16) & 1);
  return ((word & 0xffff) - (bin & 0xffff)) >>> 31;
}

/**
 * Adds the exact path-dependent Shapley values of one row to `phi`, tree by tree.
 *
 * At a quadrature point x, the weight of a path is a product over its features: z + x(1 − z) where the row meets all the
 * path's conditions on the feature, z(1 − x) where it does not; z is the product of the cover shares there. A node splits its
 * weight p into two parts: the child that the row does not take gets u·p, with u = share · z(1 − x) / b, b = z + x(1 − z),
 * and z as before the node (1 at a feature's first condition). On the way up, with the expected values v of the taken and w
 * of the other child, the node's expected value is v − u(v − w), and the feature's Shapley value grows by
 * share · ∫ p (v − w) z / b². Where the row failed an earlier condition on the feature, u is the share and nothing is added.
 * The vectors do not depend on the row; only the choice among them does.
 * @param trees [treeCount × TREE_WORDS]
 * @param nodes [inner nodes × NODE_WORDS] in each tree, nodes with an inner child come first, and parents before children
 * @param t work space, then constants: downward vectors at 0, upward vectors at `up`
 * @param states [most inner nodes of a tree + 1] the last one, -1, means "no earlier node"
 * @param row start of the row's bins
 * @param phi [features] from `to` on; values are added
 * @source Lundberg et al. 2020 define the values; Quadrature-TreeSHAP (arXiv 2605.04497) integrates them
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
    const record: i32 = tree * TREE_WORDS;
    const first: i32 = trees[record] * NODE_WORDS;
    const inner: i32 = trees[record + 1];
    const all: i32 = inner + trees[record + 2];
    const points: i32 = trees[record + 3];
    const weights: i32 = trees[record + 4];
    const left: i32 = trees[record + 5];
    for (let q: i32 = 0; q < points; q++) t[q] = t[weights + q];
    for (let k: i32 = 0; k < inner; k++) {
      const at: i32 = first + k * NODE_WORDS;
      const side: i32 = direction(nodes[at], bins, row);
      const holds: boolean = states[nodes[at + 1]] === nodes[at + 2];
      states[k] = holds ? side : OFF_PATH;
      const share: f64 = t[nodes[at + 4] + 1 - side];
      spread(t, k * points, nodes[at + 7 + side], nodes[at + 8 - side], holds ? nodes[at + 3] : left, share, points);
    }
    for (let k: i32 = inner; k < all; k++) {
      const at: i32 = first + k * NODE_WORDS;
      const side: i32 = direction(nodes[at], bins, row);
      const vectors: i32 = states[nodes[at + 1]] === nodes[at + 2] ? nodes[at + 3] : left;
      const numbers: i32 = nodes[at + 4];
      const value: f64 = t[numbers + 2 + side];
      const slope: f64 = t[numbers + 1 - side] * (value - t[numbers + 3 - side]);
      const p: i32 = k * points;
      const gain: f64 = foldLeaves(t, up + p, p, vectors, vectors + points, value, slope, points);
      phi[to + (nodes[at] >>> 17)] += slope * gain;
    }
    for (let k: i32 = inner - 1; k >= 0; k--) {
      const at: i32 = first + k * NODE_WORDS;
      const holds: boolean = states[k] !== OFF_PATH;
      const side: i32 = holds ? states[k] : direction(nodes[at], bins, row);
      const vectors: i32 = holds ? nodes[at + 3] : left;
      const share: f64 = t[nodes[at + 4] + 1 - side];
      const p: i32 = k * points;
      const taken: i32 = nodes[at + 5 + side];
      const not: i32 = nodes[at + 6 - side];
      const gain: f64 = foldChildren(t, up + p, p, taken, not, vectors, vectors + points, share, points);
      phi[to + (nodes[at] >>> 17)] += share * gain;
    }
  }
}
