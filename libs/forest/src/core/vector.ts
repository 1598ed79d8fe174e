import type { F64s, f64, i32 } from './portable.ts';

/*
 * Arithmetic on short vectors in one array, one element per quadrature point. The WebAssembly build replaces this file by SIMD
 * with the same order of additions: even and odd elements are summed separately, then together.
 */

/** t[not] = share · t[a] · t[p]; t[taken] = t[p] − t[not]. */
export function spread(t: F64s, p: i32, taken: i32, not: i32, a: i32, share: f64, points: i32): void {
  for (let q: i32 = 0; q < points; q++) {
    const whole: f64 = t[p + q];
    const part: f64 = whole * (t[a + q] * share);
    t[not + q] = part;
    t[taken + q] = whole - part;
  }
}

/** t[out] = value − slope · t[a]. @returns Σ t[p] · t[k] */
export function foldLeaves(t: F64s, out: i32, p: i32, a: i32, k: i32, value: f64, slope: f64, points: i32): f64 {
  let even: f64 = 0.0;
  let odd: f64 = 0.0;
  for (let q: i32 = 0; q < points; q += 2) {
    t[out + q] = value - t[a + q] * slope;
    t[out + q + 1] = value - t[a + q + 1] * slope;
    even += t[p + q] * t[k + q];
    odd += t[p + q + 1] * t[k + q + 1];
  }
  return even + odd;
}

/** With d = t[taken] − t[not]: t[out] = t[taken] − share · t[a] · d. @returns Σ t[p] · t[k] · d */
export function foldChildren(
  t: F64s,
  out: i32,
  p: i32,
  taken: i32,
  not: i32,
  a: i32,
  k: i32,
  share: f64,
  points: i32,
): f64 {
  let even: f64 = 0.0;
  let odd: f64 = 0.0;
  for (let q: i32 = 0; q < points; q += 2) {
    const v0: f64 = t[taken + q];
    const v1: f64 = t[taken + q + 1];
    const d0: f64 = v0 - t[not + q];
    const d1: f64 = v1 - t[not + q + 1];
    t[out + q] = v0 - t[a + q] * share * d0;
    t[out + q + 1] = v1 - t[a + q + 1] * share * d1;
    even += t[p + q] * t[k + q] * d0;
    odd += t[p + q + 1] * t[k + q + 1] * d1;
  }
  return even + odd;
}
