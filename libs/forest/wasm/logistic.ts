/**
 * `src/core/logistic.ts` in SIMD, with the operations of `src/core/math.ts` in the same order, two rows at a time. The second row
 * of the last pair may be the list's extra entry, whose result is not used. The steps of the polynomials are written out: in a loop,
 * asc would leave a conversion and a division for each coefficient.
 */

export const UNIT: f64 = 1048576.0;
const LN2_HIGH: f64 = 6.9314718036912381649e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

// @ts-ignore: decorator
@inline function times(a: v128, r: v128, c: f64): v128 {
  return f64x2.add(f64x2.mul(a, r), f64x2.splat(c));
}

/** e^x for x ≤ 0. */
// @ts-ignore: decorator
@inline function exp(x: v128): v128 {
  const kept = f64x2.max(x, f64x2.splat(-708));
  const n = f64x2.floor(times(kept, f64x2.splat(1.4426950408889634), 0.5));
  const r = f64x2.sub(
    f64x2.sub(kept, f64x2.mul(n, f64x2.splat(LN2_HIGH))),
    f64x2.mul(n, f64x2.splat(LN2_LOW)),
  );
  let sum = times(f64x2.splat(1.0 / 6227020800.0), r, 1.0 / 479001600.0);
  sum = times(sum, r, 1.0 / 39916800.0);
  sum = times(sum, r, 1.0 / 3628800.0);
  sum = times(sum, r, 1.0 / 362880.0);
  sum = times(sum, r, 1.0 / 40320.0);
  sum = times(sum, r, 1.0 / 5040.0);
  sum = times(sum, r, 1.0 / 720.0);
  sum = times(sum, r, 1.0 / 120.0);
  sum = times(sum, r, 1.0 / 24.0);
  sum = times(sum, r, 1.0 / 6.0);
  sum = times(sum, r, 0.5);
  sum = times(sum, r, 1.0);
  sum = times(sum, r, 1.0);
  const exponent = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(n));
  const power = i64x2.shl(i64x2.add(exponent, i64x2.splat(1023)), 52);
  return v128.and(f64x2.mul(sum, power), f64x2.ge(x, f64x2.splat(-708)));
}

// @ts-ignore: decorator
@inline function sigmoid(x: v128): v128 {
  const e = exp(f64x2.neg(f64x2.abs(x)));
  const one = f64x2.splat(1);
  return f64x2.div(v128.bitselect(one, e, f64x2.ge(x, f64x2.splat(0))), f64x2.add(one, e));
}

/** Natural logarithm of 1e-15 ≤ x ≤ 1. */
// @ts-ignore: decorator
@inline function log(x: v128): v128 {
  const one = f64x2.splat(1);
  const bits = i64x2.shr_u(x, 52);
  const low = i32x4.sub(v128.shuffle<i32>(bits, bits, 0, 2, 0, 2), i32x4.splat(1023));
  const fraction = v128.or(v128.and(x, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3ff0000000000000));
  const large = f64x2.gt(fraction, f64x2.splat(1.4142135623730951));
  const m = v128.bitselect(f64x2.mul(fraction, f64x2.splat(0.5)), fraction, large);
  const n = f64x2.add(f64x2.convert_low_i32x4_s(low), v128.and(large, one));
  const s = f64x2.div(f64x2.sub(m, one), f64x2.add(m, one));
  const z = f64x2.mul(s, s);
  let sum = times(f64x2.splat(1.0 / 23.0), z, 1.0 / 21.0);
  sum = times(sum, z, 1.0 / 19.0);
  sum = times(sum, z, 1.0 / 17.0);
  sum = times(sum, z, 1.0 / 15.0);
  sum = times(sum, z, 1.0 / 13.0);
  sum = times(sum, z, 1.0 / 11.0);
  sum = times(sum, z, 1.0 / 9.0);
  sum = times(sum, z, 1.0 / 7.0);
  sum = times(sum, z, 1.0 / 5.0);
  sum = times(sum, z, 1.0 / 3.0);
  const twice = f64x2.mul(f64x2.splat(2), s);
  const tail = f64x2.mul(f64x2.mul(twice, z), sum);
  return f64x2.add(
    f64x2.mul(n, f64x2.splat(LN2_HIGH)),
    f64x2.add(twice, f64x2.add(tail, f64x2.mul(n, f64x2.splat(LN2_LOW)))),
  );
}

// @ts-ignore: decorator
@inline function pairOf(numbers: F64s, a: i32, b: i32): v128 {
  const at = changetype<usize>(numbers);
  return v128.load64_lane(at + ((<usize>b) << 3), v128.load64_zero(at + ((<usize>a) << 3)), 1);
}

export function logisticGradients(
  margins: F64s,
  labels: U8s,
  weights: F64s,
  weighted: i32,
  list: I32s,
  count: i32,
  gradients: F64s,
): void {
  const out = changetype<usize>(gradients);
  for (let i: i32 = 0; i < count; i += 2) {
    const a = list[i];
    const b = list[i + 1];
    const p = sigmoid(pairOf(margins, a, b));
    const y = f64x2.replace_lane(f64x2.splat(<f64>labels[a]), 1, <f64>labels[b]);
    const unit = f64x2.splat(UNIT);
    const scale = weighted !== 0 ? f64x2.mul(unit, pairOf(weights, a, b)) : unit;
    const g = f64x2.floor(times(f64x2.sub(p, y), scale, 0.5));
    const h = f64x2.floor(times(f64x2.mul(p, f64x2.sub(f64x2.splat(1), p)), scale, 1.5));
    v128.store(out + ((<usize>a) << 4), v128.shuffle<f64>(g, h, 0, 2));
    if (i + 1 < count) v128.store(out + ((<usize>b) << 4), v128.shuffle<f64>(g, h, 1, 3));
  }
}

export function validationLoss(
  margins: F64s,
  labels: U8s,
  weights: F64s,
  weighted: i32,
  list: I32s,
  count: i32,
): f64 {
  let loss: f64 = 0.0;
  for (let i: i32 = 0; i < count; i += 2) {
    const a = list[i];
    const b = list[i + 1];
    const sign = f64x2.replace_lane(f64x2.splat(labels[a] !== 0 ? 1 : -1), 1, labels[b] !== 0 ? 1 : -1);
    const p = sigmoid(f64x2.mul(pairOf(margins, a, b), sign));
    let each = log(f64x2.max(p, f64x2.splat(1e-15)));
    if (weighted !== 0) each = f64x2.mul(pairOf(weights, a, b), each);
    loss -= f64x2.extract_lane(each, 0);
    if (i + 1 < count) loss -= f64x2.extract_lane(each, 1);
  }
  return loss;
}
