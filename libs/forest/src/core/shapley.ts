import type { F64s, I32s, f64, i32 } from './portable.ts';

/*
 * The WebAssembly build replaces this file by SIMD with the same order of additions: at even and odd quadrature points
 * separately. All offsets are in bytes, so that it uses them as they are.
 */

/**
 * Words of a tree's record: first word of its nodes' records, number of nodes with an inner child, number of nodes with two
 * leaves, number of points, and offset of the quadrature weights; then how many of the nodes with an inner child have two children
 * with two leaves each, only a left one and a leaf, and only a right one and a leaf.
 */
export const TREE_WORDS: i32 = 8;
/**
 * Words of the record of a node with two leaves: offset of its column; the last bin that goes left; the previous node of the
 * path that tests the same feature, and its state where this node lies on the path of the row; offset of its vectors.
 */
export const LOWEST_NODE_WORDS: i32 = 5;
/**
 * Words of the record of a node with an inner child: the same; then offsets of the downward vectors of both children; then, for
 * the left child and for the right child, offset of its upward vector, and the node whose state is to be added to it.
 */
export const UPPER_NODE_WORDS: i32 = 11;
/** Bytes of a column: a row has two for each feature, in the second one a missing value is the highest bin. */
export const COLUMN_BYTES: i32 = 16;

/**
 * A node's state: where its vectors start, 0 if the row goes left, `size` if right, and twice `size` if it failed an earlier
 * condition of the path on this feature. A branch would be mispredicted for half of the rows.
 */
function stateOf(nodes: I32s, at: i32, size: i32, states: I32s, columns: I32s, row: i32): i32 {
  const right: i32 = (nodes[at + 1] - columns[(row + nodes[at]) >>> 2]) >> 31;
  const failed: i32 = (0 - (states[nodes[at + 2] >>> 2] ^ nodes[at + 3])) >> 31;
  return (right & size & ~failed) | ((size + size) & failed);
}

/**
 * Adds the exact path-dependent Shapley values of one row to `phi`, tree by tree.
 *
 * At a quadrature point x, the weight of a path is a product over its features: z + x(1 − z) where the row meets all the
 * path's conditions on the feature, z(1 − x) where it does not; z is the product of the cover shares there. A node splits its
 * weight p: the child that the row does not take gets u·p, with u = share · z(1 − x) / b, b = z + x(1 − z), and z as before the
 * node (1 at a feature's first condition). On the way up, with the expected values v of the taken and w of the other child, the
 * node's expected value is v − u(v − w), and the feature's Shapley value grows by share · ∫ p (v − w) z / b². Where the row
 * failed an earlier condition on the feature, each child gets its share of p, and nothing is added.
 *
 * Only the node's state depends on the row, and it chooses two of six vectors. Where the node has an inner child, these are r,
 * the part of p that goes to the right child, and ±share · z / b²; where it has two leaves, the node's expected value and
 * ±share · z / b² times the difference of the leaves.
 * @param trees [treeCount × TREE_WORDS]
 * @param nodes in each tree, nodes with an inner child come first, and parents before children. The last of them, whose children
 *   have two leaves or are leaves, are processed with their children, which come next in the same order
 * @param t work space, then constants: downward vectors at 0, upward vectors at `up`
 * @param states [most inner nodes of a tree + 1] the last one, 0, stands for "no node"
 * @param columns bins, in every fourth element
 * @param row offset of the row's columns, and of its sums in `phi`
 * @param phi [2 × features × 2] for each column two sums, which are increased
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
  columns: I32s,
  row: i32,
  phi: F64s,
): void {
  for (let tree: i32 = firstTree; tree < treeCount; tree++) {
    const record: i32 = tree * TREE_WORDS;
    const first: i32 = trees[record];
    const upper: i32 = trees[record + 1];
    const lowest: i32 = trees[record + 2];
    const points: i32 = trees[record + 3];
    const weights: i32 = trees[record + 4] >>> 3;
    const size: i32 = points << 4;
    for (let q: i32 = 0; q < points; q++) t[q] = t[weights + q];
    const onlyRight: i32 = upper - trees[record + 7];
    const onlyLeft: i32 = onlyRight - trees[record + 6];
    const parents: i32 = onlyLeft - trees[record + 5];
    let at: i32 = first;
    let low: i32 = first + upper * UPPER_NODE_WORDS;
    let next: i32 = upper;
    for (let k: i32 = 0; k < upper; k++) {
      states[k] = stateOf(nodes, at, size, states, columns, row);
      spread(t, k * points, nodes[at + 5] >>> 3, nodes[at + 6] >>> 3, (nodes[at + 4] + states[k]) >>> 3, points);
      if (k >= parents) {
        const end: i32 = k < onlyLeft ? next + 2 : next + 1;
        for (; next < end; next++) {
          explainLowest(t, next, nodes, low, size, states, points, columns, phi, row);
          low += LOWEST_NODE_WORDS;
        }
        foldNode(t, up >>> 3, k, nodes, at, states, points, phi, row);
      }
      at += UPPER_NODE_WORDS;
    }
    for (; next < upper + lowest; next++) {
      explainLowest(t, next, nodes, low, size, states, points, columns, phi, row);
      low += LOWEST_NODE_WORDS;
    }
    at = first + parents * UPPER_NODE_WORDS;
    for (let k: i32 = parents - 1; k >= 0; k--) {
      at -= UPPER_NODE_WORDS;
      foldNode(t, up >>> 3, k, nodes, at, states, points, phi, row);
    }
  }
}

/** Adds what the node `k` with two leaves, whose record is at `at`, adds to its feature's sums. */
function explainLowest(
  t: F64s,
  k: i32,
  nodes: I32s,
  at: i32,
  size: i32,
  states: I32s,
  points: i32,
  columns: I32s,
  phi: F64s,
  row: i32,
): void {
  states[k] = stateOf(nodes, at, size, states, columns, row);
  const weight: i32 = ((nodes[at + 4] + states[k]) >>> 3) + points;
  const to: i32 = (row + nodes[at]) >>> 3;
  for (let q: i32 = 0; q < points; q += 2) {
    phi[to] += t[k * points + q] * t[weight + q];
    phi[to + 1] += t[k * points + q + 1] * t[weight + q + 1];
  }
}

/** `fold` of the node `k`, whose record is at `at`. */
function foldNode(
  t: F64s,
  up: i32,
  k: i32,
  nodes: I32s,
  at: i32,
  states: I32s,
  points: i32,
  phi: F64s,
  row: i32,
): void {
  const left: i32 = (nodes[at + 7] + states[nodes[at + 8] >>> 2]) >>> 3;
  const right: i32 = (nodes[at + 9] + states[nodes[at + 10] >>> 2]) >>> 3;
  const vectors: i32 = (nodes[at + 4] + states[k]) >>> 3;
  fold(t, up + k * points, k * points, left, right, vectors, points, phi, (row + nodes[at]) >>> 3);
}

/** t[right] = t[r] · t[p]; t[left] = t[p] − t[right]. */
function spread(t: F64s, p: i32, left: i32, right: i32, r: i32, points: i32): void {
  for (let q: i32 = 0; q < points; q++) {
    const whole: f64 = t[p + q];
    const part: f64 = whole * t[r + q];
    t[right + q] = part;
    t[left + q] = whole - part;
  }
}

/** With d = t[left] − t[right]: t[out] = t[left] − t[r] · d, and `phi` grows by t[p] · t[r + points] · d. */
function fold(t: F64s, out: i32, p: i32, left: i32, right: i32, r: i32, points: i32, phi: F64s, to: i32): void {
  for (let q: i32 = 0; q < points; q++) {
    const value: f64 = t[left + q];
    const d: f64 = value - t[right + q];
    t[out + q] = value - t[r + q] * d;
    phi[to + (q & 1)] += t[p + q] * t[r + points + q] * d;
  }
}
