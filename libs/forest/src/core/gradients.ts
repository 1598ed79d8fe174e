import type { F64s, I32s, U8s, f64, i32 } from './portable.ts';

/*
 * Sums of gradients and hessians, all whole numbers, so that the order of additions does not matter. The WebAssembly build
 * replaces this file by SIMD.
 */

/**
 * Adds the gradients of the listed rows to the histograms of some features.
 * @param matrix [rows × features] bins by row
 * @param chosen [count] the features
 * @param offsets [count] start of each of them in the histogram, in bins
 * @param gradients [rows × 2] gradient and hessian
 * @param histogram [bins × 2] gradient and hessian, from bin `at` on
 */
export function addGradients(
  list: I32s,
  start: i32,
  end: i32,
  matrix: U8s,
  features: i32,
  chosen: I32s,
  offsets: I32s,
  count: i32,
  gradients: F64s,
  histogram: F64s,
  at: i32,
): void {
  for (let i: i32 = start; i < end; i++) {
    const row: i32 = list[i];
    const gradient: f64 = gradients[row + row];
    const hessian: f64 = gradients[row + row + 1];
    const bins: i32 = row * features;
    for (let k: i32 = 0; k < count; k++) {
      const entry: i32 = (at + offsets[k] + matrix[bins + chosen[k]]) << 1;
      histogram[entry] += gradient;
      histogram[entry + 1] += hessian;
    }
  }
}

/** Subtracts the `count` bins from `part` on from those from `whole` on. */
export function subtractHistogram(histogram: F64s, whole: i32, part: i32, count: i32): void {
  const a: i32 = whole << 1;
  const b: i32 = part << 1;
  for (let i: i32 = 0; i < count + count; i++) histogram[a + i] -= histogram[b + i];
}
