import { type F32s, type F64s, type I32s, type U16s, type U8s, f64, type i32 } from './portable.ts';
import { countInBag } from './bag.ts';
import { treeFactor } from './random.ts';

function leafOf(split: I32s, left: I32s, root: i32, bins: U16s, at: i32): i32 {
  let node: i32 = root;
  let next: i32 = left[node];
  while (next !== node) {
    const word: i32 = split[node];
    const bin: i32 = bins[at + (word >>> 17)];
    node = next + (((bin - ((word >>> 16) & 1)) & 0xffff) > (word & 0xffff) ? 1 : 0);
    next = left[node];
  }
  return node;
}

function step(split: I32s, next: i32, node: i32, bins: U16s, at: i32): i32 {
  const word: i32 = split[node];
  const bin: i32 = bins[at + (word >>> 17)] - ((word >>> 16) & 1);
  return next + (((word & 0xffff) - (bin & 0xffff)) >>> 31);
}

/**
 * Sum of the leaf values that one row of bins reaches, four trees interleaved. A leaf is its own child, so a walk that has
 * arrived can go on.
 * @param roots [trees]
 */
export function sumOfRow(split: I32s, left: I32s, value: F32s, roots: I32s, trees: i32, bins: U16s, at: i32): f64 {
  let sum: f64 = 0.0;
  let t: i32 = 0;
  for (; t + 4 <= trees; t += 4) {
    let a: i32 = roots[t];
    let b: i32 = roots[t + 1];
    let c: i32 = roots[t + 2];
    let d: i32 = roots[t + 3];
    let nextA: i32 = left[a];
    let nextB: i32 = left[b];
    let nextC: i32 = left[c];
    let nextD: i32 = left[d];
    while (((nextA ^ a) | (nextB ^ b) | (nextC ^ c) | (nextD ^ d)) !== 0) {
      a = step(split, nextA, a, bins, at);
      b = step(split, nextB, b, bins, at);
      c = step(split, nextC, c, bins, at);
      d = step(split, nextD, d, bins, at);
      nextA = left[a];
      nextB = left[b];
      nextC = left[c];
      nextD = left[d];
    }
    sum += value[a];
    sum += value[b];
    sum += value[c];
    sum += value[d];
  }
  for (; t < trees; t++) sum += value[leafOf(split, left, roots[t], bins, at)];
  return sum;
}

/**
 * The same for a block of rows, tree by tree, so that a tree stays in the cache, with four rows interleaved.
 * @param bins [rows × features] with space for a multiple of four rows
 */
export function sumOfRows(
  split: I32s,
  left: I32s,
  value: F32s,
  roots: I32s,
  trees: i32,
  bins: U16s,
  features: i32,
  rows: i32,
  sums: F64s,
): void {
  for (let row: i32 = 0; row < rows; row++) sums[row] = 0.0;
  for (let t: i32 = 0; t < trees; t++) {
    const root: i32 = roots[t];
    const first: i32 = left[root];
    for (let row: i32 = 0; row < rows; row += 4) {
      const at0: i32 = row * features;
      const at1: i32 = at0 + features;
      const at2: i32 = at1 + features;
      const at3: i32 = at2 + features;
      let a: i32 = root;
      let b: i32 = root;
      let c: i32 = root;
      let d: i32 = root;
      let nextA: i32 = first;
      let nextB: i32 = first;
      let nextC: i32 = first;
      let nextD: i32 = first;
      while (((nextA ^ a) | (nextB ^ b) | (nextC ^ c) | (nextD ^ d)) !== 0) {
        a = step(split, nextA, a, bins, at0);
        b = step(split, nextB, b, bins, at1);
        c = step(split, nextC, c, bins, at2);
        d = step(split, nextD, d, bins, at3);
        nextA = left[a];
        nextB = left[b];
        nextC = left[c];
        nextD = left[d];
      }
      sums[row] += value[a];
      sums[row + 1] += value[b];
      sums[row + 2] += value[c];
      sums[row + 3] += value[d];
    }
  }
}

function stepInMatrix(split: I32s, next: i32, node: i32, matrix: U8s, at: i32): i32 {
  const word: i32 = split[node];
  const bin: i32 = matrix[at + (word >>> 17)] - ((word >>> 16) & 1);
  return next + (((word & 0xffff) - (bin & 0xffff)) >>> 31);
}

/** Adds the leaf values that the listed rows reach, four rows interleaved; the list is padded to a multiple of four. */
function addLeaves(
  split: I32s,
  left: I32s,
  value: F32s,
  root: i32,
  matrix: U8s,
  features: i32,
  list: I32s,
  listed: i32,
  means: F64s,
  counts: I32s,
): void {
  const first: i32 = left[root];
  for (let i: i32 = 0; i < listed; i += 4) {
    const rowA: i32 = list[i];
    const rowB: i32 = list[i + 1];
    const rowC: i32 = list[i + 2];
    const rowD: i32 = list[i + 3];
    let a: i32 = root;
    let b: i32 = root;
    let c: i32 = root;
    let d: i32 = root;
    let nextA: i32 = first;
    let nextB: i32 = first;
    let nextC: i32 = first;
    let nextD: i32 = first;
    while (((nextA ^ a) | (nextB ^ b) | (nextC ^ c) | (nextD ^ d)) !== 0) {
      a = stepInMatrix(split, nextA, a, matrix, rowA * features);
      b = stepInMatrix(split, nextB, b, matrix, rowB * features);
      c = stepInMatrix(split, nextC, c, matrix, rowC * features);
      d = stepInMatrix(split, nextD, d, matrix, rowD * features);
      nextA = left[a];
      nextB = left[b];
      nextC = left[c];
      nextD = left[d];
    }
    const remaining: i32 = listed - i;
    means[rowA] += value[a];
    counts[rowA] += 1;
    if (remaining > 1) {
      means[rowB] += value[b];
      counts[rowB] += 1;
    }
    if (remaining > 2) {
      means[rowC] += value[c];
      counts[rowC] += 1;
    }
    if (remaining > 3) {
      means[rowD] += value[d];
      counts[rowD] += 1;
    }
  }
}

/**
 * Out-of-bag means of the rows from..to-1; NaN where a row is in every bag. Bags are drawn again from their keys, and each
 * row's trees are summed in order, so the result does not depend on how rows are divided among threads.
 * @param keys [trees]
 * @param counts [rows] filled with the number of trees that a row is out of bag for
 * @param list work space for those rows and three more
 */
export function outOfBagMeans(
  split: I32s,
  left: I32s,
  value: F32s,
  roots: I32s,
  keys: I32s,
  trees: i32,
  matrix: U8s,
  features: i32,
  from: i32,
  to: i32,
  groups: I32s,
  grouped: i32,
  thresholds: I32s,
  rates: F64s,
  weighted: i32,
  list: I32s,
  counts: I32s,
  means: F64s,
): void {
  for (let row: i32 = from; row < to; row++) {
    means[row] = 0.0;
    counts[row] = 0;
  }
  for (let t: i32 = 0; t < trees; t++) {
    const key: i32 = keys[t];
    const factor: i32 = treeFactor(key);
    let listed: i32 = 0;
    for (let row: i32 = from; row < to; row++) {
      const group: i32 = grouped !== 0 ? groups[row] : row;
      list[listed] = row;
      // −1 has its highest bit set: only a row that was not drawn stays in the list.
      listed += (countInBag(key, factor, group, thresholds, rates, weighted) - 1) >>> 31;
    }
    for (let i: i32 = 0; i < 3; i++) list[listed + i] = from;
    addLeaves(split, left, value, roots[t], matrix, features, list, listed, means, counts);
  }
  for (let row: i32 = from; row < to; row++) means[row] = means[row] / f64(counts[row]);
}
