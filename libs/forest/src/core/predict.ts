import { type F32s, type F64s, type I32s, type U16s, type U8s, f64, type i32 } from './portable.ts';
import { countInBag } from './bag.ts';

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

/** Sum of the leaf values that one row of bins reaches. @param roots [trees] */
export function sumOfRow(split: I32s, left: I32s, value: F32s, roots: I32s, trees: i32, bins: U16s, at: i32): f64 {
  let sum: f64 = 0.0;
  for (let t: i32 = 0; t < trees; t++) sum += value[leafOf(split, left, roots[t], bins, at)];
  return sum;
}

/** Sums of leaf values for a block of rows, trees outside rows so that a tree stays in the cache. @param bins [rows × features] */
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
    for (let row: i32 = 0; row < rows; row++) {
      sums[row] += value[leafOf(split, left, root, bins, row * features)];
    }
  }
}

function leafInMatrix(split: I32s, left: I32s, root: i32, matrix: U8s, rows: i32, row: i32): i32 {
  let node: i32 = root;
  let next: i32 = left[node];
  while (next !== node) {
    const word: i32 = split[node];
    const bin: i32 = matrix[(word >>> 17) * rows + row];
    node = next + (((bin - ((word >>> 16) & 1)) & 0xffff) > (word & 0xffff) ? 1 : 0);
    next = left[node];
  }
  return node;
}

/**
 * Out-of-bag means of the rows from..to-1, NaN where a row is in every bag. Every bag is drawn again from its key, and a
 * row's trees are summed in their order, so that the answer does not depend on who asks for which rows.
 * @param keys [trees]
 * @param counts [rows] filled with how many trees left the row out
 */
export function outOfBagMeans(
  split: I32s,
  left: I32s,
  value: F32s,
  roots: I32s,
  keys: I32s,
  trees: i32,
  matrix: U8s,
  rows: i32,
  from: i32,
  to: i32,
  groups: I32s,
  grouped: i32,
  steps: I32s,
  rates: F64s,
  weighted: i32,
  counts: I32s,
  means: F64s,
): void {
  const block: i32 = 1024;
  for (let first: i32 = from; first < to; first += block) {
    const last: i32 = first + block < to ? first + block : to;
    for (let row: i32 = first; row < last; row++) {
      means[row] = 0.0;
      counts[row] = 0;
    }
    for (let t: i32 = 0; t < trees; t++) {
      const root: i32 = roots[t];
      const key: i32 = keys[t];
      for (let row: i32 = first; row < last; row++) {
        const group: i32 = grouped !== 0 ? groups[row] : row;
        if (countInBag(key, group, steps, rates, weighted) === 0) {
          means[row] += value[leafInMatrix(split, left, root, matrix, rows, row)];
          counts[row] += 1;
        }
      }
    }
    for (let row: i32 = first; row < last; row++) means[row] = means[row] / f64(counts[row]);
  }
}
