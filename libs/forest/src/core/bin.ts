import { type F64s, type f64, type i32, type I8s, isBelow, type U16s, type U8s } from './portable.ts';

/** The number of edges below a value, without branches and in the same number of steps for every value. */
function edgesBelow(value: f64, edges: F64s, first: i32, edgeCount: i32): i32 {
  let low: i32 = first;
  let left: i32 = edgeCount;
  while (left > 0) {
    const half: i32 = (left + 1) >> 1;
    low += half & -isBelow(edges[low + half - 1], value);
    left -= half;
  }
  return low - first;
}

/**
 * Bins numbers: 0 = missing, otherwise 1 + the number of edges below.
 * @param edges [edgeCount] ascending
 * @param bins filled from `at` on
 * @returns the index of the first infinite value; -1 where there is none
 */
export function binNumbers(
  values: F64s,
  count: i32,
  edges: F64s,
  first: i32,
  edgeCount: i32,
  bins: U8s,
  at: i32,
  stride: i32,
): i32 {
  let infinite: i32 = -1;
  for (let i: i32 = 0; i < count; i++) {
    const value: f64 = values[i];
    // Infinity times zero is NaN, and so is NaN times zero.
    if (value * 0.0 !== 0.0) {
      if (value === value && infinite < 0) infinite = i;
      bins[at + i * stride] = 0;
      continue;
    }
    bins[at + i * stride] = edgesBelow(value, edges, first, edgeCount) + 1;
  }
  return infinite;
}

/**
 * The same with bins of 16 bits: the bin of value i goes to `at` + i · `stride`.
 * @param edges from `first` on
 */
export function binNumbersByRow(
  values: F64s,
  count: i32,
  edges: F64s,
  first: i32,
  edgeCount: i32,
  bins: U16s,
  at: i32,
  stride: i32,
): i32 {
  let infinite: i32 = -1;
  for (let i: i32 = 0; i < count; i++) {
    const value: f64 = values[i];
    let bin: i32 = 0;
    if (value * 0.0 === 0.0) bin = edgesBelow(value, edges, first, edgeCount) + 1;
    else if (value === value && infinite < 0) infinite = i;
    bins[at + i * stride] = bin;
  }
  return infinite;
}

/**
 * The same as signed bytes, twice: bin − 128 from `at` on, and bin − 129 from `at` + `stride` on, where a missing value wraps
 * around to the highest byte. There may be 255 other bins.
 */
export function binNumbersTwice(
  values: F64s,
  count: i32,
  edges: F64s,
  first: i32,
  edgeCount: i32,
  columns: I8s,
  at: i32,
  stride: i32,
): i32 {
  let infinite: i32 = -1;
  for (let i: i32 = 0; i < count; i++) {
    const value: f64 = values[i];
    let bin: i32 = 0;
    if (value * 0.0 === 0.0) bin = edgesBelow(value, edges, first, edgeCount) + 1;
    else if (value === value && infinite < 0) infinite = i;
    columns[at + i] = bin - 128;
    columns[at + stride + i] = bin - 129;
  }
  return infinite;
}
