import { type F64s, f64, type i32 } from './portable.ts';

/** The best split of the current node. */
export let boostGain: f64 = 0.0;
export let boostFeature: i32 = -1;
export let boostBin: i32 = 0;
/** 1 = missing values go right. */
export let boostMissing: i32 = 0;
export let leftGradient: f64 = 0.0;
export let leftHessian: f64 = 0.0;

let gradientSum: f64 = 0.0;
let hessianSum: f64 = 0.0;
let regularisation: f64 = 1.0;
let minHessian: f64 = 1.0;
let lowest: f64 = 0.0;
let highest: f64 = 0.0;

/** Starts the search in a node whose values must stay within [low, high]; a split must gain more than `minGain`. */
export function beginBoostSearch(
  gradient: f64,
  hessian: f64,
  lambda: f64,
  minChildWeight: f64,
  minGain: f64,
  low: f64,
  high: f64,
): void {
  gradientSum = gradient;
  hessianSum = hessian;
  regularisation = lambda;
  minHessian = minChildWeight;
  lowest = low;
  highest = high;
  boostFeature = -1;
  boostGain = (gradient * gradient) / (hessian + lambda) + minGain;
}

/** Newton step of a node within the bounds of the monotonic constraints. */
export function boundedStep(gradient: f64, hessian: f64, lambda: f64, low: f64, high: f64): f64 {
  const step: f64 = -gradient / (hessian + lambda);
  return step < low ? low : step > high ? high : step;
}

/** Keeps the split if it is the best so far. @source Chen & Guestrin 2016, equation 7 */
function tryBoostSplit(feature: i32, bin: i32, missing: i32, gradient: f64, hessian: f64, sign: i32): void {
  const g: f64 = gradientSum - gradient;
  const h: f64 = hessianSum - hessian;
  if (hessian < minHessian || h < minHessian) return;
  const gain: f64 = (gradient * gradient) / (hessian + regularisation) + (g * g) / (h + regularisation);
  if (!(gain > boostGain)) return;
  if (sign !== 0) {
    const left: f64 = boundedStep(gradient, hessian, regularisation, lowest, highest);
    const right: f64 = boundedStep(g, h, regularisation, lowest, highest);
    if ((right - left) * f64(sign) < 0.0) return;
  }
  boostGain = gain;
  boostFeature = feature;
  boostBin = bin;
  boostMissing = missing;
  leftGradient = gradient;
  leftHessian = hessian;
}

/**
 * Tries every split of one feature, with missing values on either side, and missing values against all others.
 * @param at start of the feature in the histogram
 * @param sign the feature's monotonic constraint: 1, -1, or 0 for none
 */
export function searchBoost(histogram: F64s, at: i32, bins: i32, feature: i32, sign: i32): void {
  const missingGradient: f64 = histogram[at << 1];
  const missingHessian: f64 = histogram[(at << 1) + 1];
  let gradient: f64 = 0.0;
  let hessian: f64 = 0.0;
  for (let bin: i32 = 1; bin < bins - 1; bin++) {
    const h: f64 = histogram[((at + bin) << 1) + 1];
    if (h === 0.0) continue;
    gradient += histogram[(at + bin) << 1];
    hessian += h;
    if (missingHessian > 0.0) {
      tryBoostSplit(feature, bin, 0, gradient + missingGradient, hessian + missingHessian, sign);
      tryBoostSplit(feature, bin, 1, gradient, hessian, sign);
    } else {
      tryBoostSplit(feature, bin, hessian + hessian < hessianSum ? 1 : 0, gradient, hessian, sign);
    }
  }
  if (missingHessian > 0.0) tryBoostSplit(feature, 0, 0, missingGradient, missingHessian, 0);
}

/** Writes the bounds of both children of the best split at `at`: [left low, left high, right low, right high]. */
export function boostBounds(bounds: F64s, at: i32, low: f64, high: f64, sign: i32): void {
  bounds[at] = low;
  bounds[at + 1] = high;
  bounds[at + 2] = low;
  bounds[at + 3] = high;
  if (sign === 0 || boostBin === 0) return;
  const left: f64 = boundedStep(leftGradient, leftHessian, regularisation, low, high);
  const right: f64 = boundedStep(gradientSum - leftGradient, hessianSum - leftHessian, regularisation, low, high);
  const middle: f64 = (left + right) * 0.5;
  bounds[sign > 0 ? at + 1 : at] = middle;
  bounds[sign > 0 ? at + 2 : at + 3] = middle;
}
