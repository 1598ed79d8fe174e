import { f64, floor, highWord, i32, withHighWord } from './portable.ts';

/*
 * The steps of the polynomials are written out: in a loop, the compilers would leave a division for each coefficient.
 */

const LN2_HIGH: f64 = 6.9314718036912381649e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

/** 2^n for -1022 ≤ n ≤ 1023. */
function powerOfTwo(n: i32): f64 {
  return withHighWord(0.0, (n + 1023) << 20);
}

/**
 * e^x, the same bits in every engine; within 2 ulp. Below -708 it is 0, above 709 infinity.
 * @source Cody & Waite 1980: reduction to |r| ≤ ln2 / 2; Taylor polynomial of degree 13
 */
export function exp(x: f64): f64 {
  if (x !== x) return x;
  if (x > 709.0) return 1.0 / 0.0;
  if (x < -708.0) return 0.0;
  const n: f64 = floor(x * 1.4426950408889634 + 0.5);
  const r: f64 = x - n * LN2_HIGH - n * LN2_LOW;
  let sum: f64 = 1.0 / 6227020800.0;
  sum = sum * r + 1.0 / 479001600.0;
  sum = sum * r + 1.0 / 39916800.0;
  sum = sum * r + 1.0 / 3628800.0;
  sum = sum * r + 1.0 / 362880.0;
  sum = sum * r + 1.0 / 40320.0;
  sum = sum * r + 1.0 / 5040.0;
  sum = sum * r + 1.0 / 720.0;
  sum = sum * r + 1.0 / 120.0;
  sum = sum * r + 1.0 / 24.0;
  sum = sum * r + 1.0 / 6.0;
  sum = sum * r + 0.5;
  sum = sum * r + 1.0;
  sum = sum * r + 1.0;
  return sum * powerOfTwo(i32(n));
}

/**
 * Natural logarithm, the same bits in every engine; within 2 ulp. log(0) = -infinity, of a negative number NaN.
 * @source atanh series: ln m = 2·(s + s³/3 + s⁵/5 + …), s = (m-1)/(m+1), m in [√½, √2)
 */
export function log(x: f64): f64 {
  if (x !== x || x < 0.0) return 0.0 / 0.0;
  if (x === 0.0) return -1.0 / 0.0;
  if (x === 1.0 / 0.0) return x;
  let scaled: f64 = x;
  let exponent: i32 = 0;
  if (x < 2.2250738585072014e-308) {
    scaled = x * 18014398509481984.0;
    exponent = -54;
  }
  const high: i32 = highWord(scaled);
  exponent = exponent + ((high >>> 20) & 0x7ff) - 1023;
  let m: f64 = withHighWord(scaled, (high & 0x000fffff) | 0x3ff00000);
  if (m > 1.4142135623730951) {
    m = m * 0.5;
    exponent = exponent + 1;
  }
  const s: f64 = (m - 1.0) / (m + 1.0);
  const z: f64 = s * s;
  let sum: f64 = 1.0 / 23.0;
  sum = sum * z + 1.0 / 21.0;
  sum = sum * z + 1.0 / 19.0;
  sum = sum * z + 1.0 / 17.0;
  sum = sum * z + 1.0 / 15.0;
  sum = sum * z + 1.0 / 13.0;
  sum = sum * z + 1.0 / 11.0;
  sum = sum * z + 1.0 / 9.0;
  sum = sum * z + 1.0 / 7.0;
  sum = sum * z + 1.0 / 5.0;
  sum = sum * z + 1.0 / 3.0;
  const tail: f64 = 2.0 * s * z * sum;
  const n: f64 = f64(exponent);
  return n * LN2_HIGH + (2.0 * s + (tail + n * LN2_LOW));
}

/** 1 / (1 + e^-x). */
export function sigmoid(x: f64): f64 {
  if (x >= 0.0) return 1.0 / (1.0 + exp(-x));
  const e: f64 = exp(x);
  return e / (1.0 + e);
}
