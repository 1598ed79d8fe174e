import { type I32s, f64, i32, imul } from './portable.ts';
import { exp } from './math.ts';

/**
 * Mixes 32 bits; a bijection. The forest has its own hash, as every draw must depend on (seed, tree, row) alone and compile
 * to WebAssembly; other random numbers come from `seededRandom` of `@leadlight/common`.
 * @source Wellons, "Prospecting for hash functions", lowbias32
 */
export function mix(x: i32): i32 {
  let h: i32 = x;
  h = imul(h ^ (h >>> 16), 0x21f0aaad);
  h = imul(h ^ (h >>> 15), 0x735a2d97);
  return h ^ (h >>> 15);
}

/** The key that determines all randomness of one tree, so that no tree depends on which thread grew the others. */
export function treeKey(seed: i32, tree: i32): i32 {
  return mix(mix((seed + 0x3c6ef35f) | 0) ^ mix((imul(tree, 0x5bd1e995) + 0x1b873593) | 0));
}

/** The odd factor that belongs to a tree's key in `draw`. */
export function treeFactor(key: i32): i32 {
  return mix(key ^ 0x2c1b3c6d) | 1;
}

/** 31 random bits for `id` under a tree's key and its factor. */
export function draw(key: i32, factor: i32, id: i32): i32 {
  return mix((imul(id, factor) + key) | 0) >>> 1;
}

/** Advances the state in `state[0]` and returns 31 random bits. */
export function nextBits(state: I32s): i32 {
  const s: i32 = (state[0] + 0x6d2b79f5) | 0;
  state[0] = s;
  return mix(s) >>> 1;
}

/** A random integer in 0..bound-1. */
export function nextBelow(state: I32s, bound: i32): i32 {
  return i32((f64(nextBits(state)) * f64(bound)) / 2147483648.0);
}

/** Maximal count of one row in one bag: 7 bits. */
export const MAX_COUNT: i32 = 127;

/** Thresholds at the start of `poissonThresholds`; a count for each value of the upper 8 bits follows, -1 = compare. */
export const POISSON_THRESHOLDS: i32 = 16;
/** Length of `poissonThresholds`. */
export const POISSON_WORDS: i32 = 272;

/** How often the row or group `id` is in the bag: a Poisson variate of mean 1. */
export function bagCount(key: i32, factor: i32, id: i32, thresholds: I32s): i32 {
  const h: i32 = draw(key, factor, id);
  let count: i32 = thresholds[POISSON_THRESHOLDS + (h >>> 23)];
  if (count < 0) {
    count = 0;
    // The highest draw of all is above every threshold.
    while (count < POISSON_THRESHOLDS && h >= thresholds[count]) count++;
  }
  return count;
}

/** The same with mean `rate`, by inversion. */
export function bagCountAt(key: i32, factor: i32, id: i32, rate: f64): i32 {
  const u: f64 = (f64(draw(key, factor, id)) + 0.5) / 2147483648.0;
  let p: f64 = exp(-rate);
  let sum: f64 = p;
  let count: i32 = 0;
  while (u > sum && count < MAX_COUNT) {
    count++;
    p = (p * rate) / f64(count);
    sum += p;
  }
  return count;
}
