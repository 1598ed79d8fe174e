import { type F64s, type f64, type i32 } from './portable.ts';

/*
 * Arithmetic on short vectors inside one array, at quadrature points. The WASM build replaces this file by SIMD with the
 * same order of additions: even places and odd places are summed apart, then together.
 */

/** t[out + q] = t[a + q] · t[b + q] for q < points. */
export function multiply(t: F64s, out: i32, a: i32, b: i32, points: i32): void {
  for (let q: i32 = 0; q < points; q++) t[out + q] = t[a + q] * t[b + q];
}

/** Copies `from` to `out` and returns the inner product of `p` with the vector after `from`. */
export function foldLeaves(t: F64s, out: i32, p: i32, from: i32, points: i32): f64 {
  let even: f64 = 0.0;
  let odd: f64 = 0.0;
  for (let q: i32 = 0; q < points; q += 2) {
    t[out + q] = t[from + q];
    t[out + q + 1] = t[from + q + 1];
    even += t[p + q] * t[from + points + q];
    odd += t[p + q + 1] * t[from + points + q + 1];
  }
  return even + odd;
}

/**
 * Of the four vectors at `from` (A, B, C, D) and the children's l and r: out = A·l + B·r, and the inner product of `p`
 * with C·l + D·r is returned.
 */
export function foldChildren(t: F64s, out: i32, p: i32, l: i32, r: i32, from: i32, points: i32): f64 {
  const b: i32 = from + points;
  const c: i32 = b + points;
  const d: i32 = c + points;
  let even: f64 = 0.0;
  let odd: f64 = 0.0;
  for (let q: i32 = 0; q < points; q += 2) {
    const l0: f64 = t[l + q];
    const l1: f64 = t[l + q + 1];
    const r0: f64 = t[r + q];
    const r1: f64 = t[r + q + 1];
    t[out + q] = t[from + q] * l0 + t[b + q] * r0;
    t[out + q + 1] = t[from + q + 1] * l1 + t[b + q + 1] * r1;
    even += t[p + q] * (t[c + q] * l0 + t[d + q] * r0);
    odd += t[p + q + 1] * (t[c + q + 1] * l1 + t[d + q + 1] * r1);
  }
  return even + odd;
}
