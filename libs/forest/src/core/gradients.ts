import type { F64s, I32s, U8s, f64, i32 } from './portable.ts';

/*
 * Sums of pairs (gradient, curvature), all whole numbers, so that no order of additions matters. The WASM build replaces
 * this file by SIMD.
 */

/**
 * Adds the pairs of the listed rows to the histograms of all features.
 * @param matrix [rows × features] bins by row
 * @param offsets [features] where a feature's histogram starts, in pairs
 * @param pairs [rows] of (gradient, curvature)
 * @param histogram pairs, from `at` on
 */
export function sumPairs(
  list: I32s,
  start: i32,
  end: i32,
  matrix: U8s,
  features: i32,
  offsets: I32s,
  pairs: F64s,
  histogram: F64s,
  at: i32,
): void {
  for (let i: i32 = start; i < end; i++) {
    const row: i32 = list[i];
    const gradient: f64 = pairs[row + row];
    const curvature: f64 = pairs[row + row + 1];
    const bins: i32 = row * features;
    for (let f: i32 = 0; f < features; f++) {
      const place: i32 = (at + offsets[f] + matrix[bins + f]) << 1;
      histogram[place] += gradient;
      histogram[place + 1] += curvature;
    }
  }
}

/** Takes `count` pairs from `part` on off those from `whole` on. */
export function subtractPairs(histogram: F64s, whole: i32, part: i32, count: i32): void {
  const a: i32 = whole << 1;
  const b: i32 = part << 1;
  for (let i: i32 = 0; i < count + count; i++) histogram[a + i] -= histogram[b + i];
}
