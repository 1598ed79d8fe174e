import { type F64s, f64, type i32 } from './portable.ts';

/** The best split of the node at hand. */
export let boostGain: f64 = 0.0;
export let boostFeature: i32 = -1;
export let boostBin: i32 = 0;
/** 1 = missing goes right. */
export let boostMissing: i32 = 0;
export let leftGradient: f64 = 0.0;
export let leftHessian: f64 = 0.0;

let gradientSum: f64 = 0.0;
let curvatureSum: f64 = 0.0;
let pull: f64 = 1.0;
let minHessian: f64 = 1.0;
let lowest: f64 = 0.0;
let highest: f64 = 0.0;

/** Starts the search in a node whose values must stay within [low, high]; a split must gain more than `least`. */
export function beginBoostSearch(
  gradient: f64,
  curvature: f64,
  lambda: f64,
  minCurvature: f64,
  least: f64,
  low: f64,
  high: f64,
): void {
  gradientSum = gradient;
  curvatureSum = curvature;
  pull = lambda;
  minHessian = minCurvature;
  lowest = low;
  highest = high;
  boostFeature = -1;
  boostGain = (gradient * gradient) / (curvature + lambda) + least;
}

/** Newton's step of a node, kept within the bounds that monotone features set. */
export function boundedStep(gradient: f64, curvature: f64, lambda: f64, low: f64, high: f64): f64 {
  const step: f64 = -gradient / (curvature + lambda);
  return step < low ? low : step > high ? high : step;
}

/** Takes the split if it is better. @source Chen & Guestrin 2016, equation 7 */
function offerBoost(feature: i32, bin: i32, missing: i32, gradient: f64, curvature: f64, sign: i32): void {
  const g: f64 = gradientSum - gradient;
  const h: f64 = curvatureSum - curvature;
  if (curvature < minHessian || h < minHessian) return;
  const gain: f64 = (gradient * gradient) / (curvature + pull) + (g * g) / (h + pull);
  if (!(gain > boostGain)) return;
  if (sign !== 0) {
    const left: f64 = boundedStep(gradient, curvature, pull, lowest, highest);
    const right: f64 = boundedStep(g, h, pull, lowest, highest);
    if ((right - left) * f64(sign) < 0.0) return;
  }
  boostGain = gain;
  boostFeature = feature;
  boostBin = bin;
  boostMissing = missing;
  leftGradient = gradient;
  leftHessian = curvature;
}

/**
 * Offers every split of one feature with missing on either side, and missing against the rest.
 * @param at where the feature's pairs start
 * @param sign 1 = the prediction may only rise with the feature, -1 = only fall, 0 = free
 */
export function searchBoost(histogram: F64s, at: i32, bins: i32, feature: i32, sign: i32): void {
  const missingGradient: f64 = histogram[at << 1];
  const missingCurvature: f64 = histogram[(at << 1) + 1];
  let gradient: f64 = 0.0;
  let curvature: f64 = 0.0;
  for (let bin: i32 = 1; bin < bins - 1; bin++) {
    const h: f64 = histogram[((at + bin) << 1) + 1];
    if (h === 0.0) continue;
    gradient += histogram[(at + bin) << 1];
    curvature += h;
    if (missingCurvature > 0.0) {
      offerBoost(feature, bin, 0, gradient + missingGradient, curvature + missingCurvature, sign);
      offerBoost(feature, bin, 1, gradient, curvature, sign);
    } else {
      offerBoost(feature, bin, curvature + curvature < curvatureSum ? 1 : 0, gradient, curvature, sign);
    }
  }
  if (missingCurvature > 0.0) offerBoost(feature, 0, 0, missingGradient, missingCurvature, 0);
}

/** Writes the bounds of the two children after the best split: [left low, left high, right low, right high] from `at`. */
export function boostBounds(bounds: F64s, at: i32, low: f64, high: f64, sign: i32): void {
  bounds[at] = low;
  bounds[at + 1] = high;
  bounds[at + 2] = low;
  bounds[at + 3] = high;
  if (sign === 0 || boostBin === 0) return;
  const left: f64 = boundedStep(leftGradient, leftHessian, pull, low, high);
  const right: f64 = boundedStep(gradientSum - leftGradient, curvatureSum - leftHessian, pull, low, high);
  const middle: f64 = (left + right) * 0.5;
  bounds[sign > 0 ? at + 1 : at] = middle;
  bounds[sign > 0 ? at + 2 : at + 3] = middle;
}
