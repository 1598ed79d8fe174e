import type { F64s, f64, i32, U8s } from './portable.ts';

/**
 * Bins numbers: 0 = missing, otherwise 1 + how many edges lie below. The search takes as many steps for every value and
 * turns none of them into a branch.
 * @param edges [edgeCount] ascending
 * @param bins filled from `at` on
 * @returns the place of the first infinite value, -1 where there is none
 */
export function binNumbers(values: F64s, count: i32, edges: F64s, edgeCount: i32, bins: U8s, at: i32): i32 {
  let infinite: i32 = -1;
  for (let i: i32 = 0; i < count; i++) {
    const value: f64 = values[i];
    // Infinity times zero is no number, and so is anything missing.
    if (value * 0.0 !== 0.0) {
      if (value === value && infinite < 0) infinite = i;
      bins[at + i] = 0;
      continue;
    }
    let low: i32 = 0;
    let left: i32 = edgeCount;
    while (left > 0) {
      const half: i32 = (left + 1) >> 1;
      low += edges[low + half - 1] < value ? half : 0;
      left -= half;
    }
    bins[at + i] = low + 1;
  }
  return infinite;
}
