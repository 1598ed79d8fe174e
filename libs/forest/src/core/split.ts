import { type F64s, type I32s, f64, type i32 } from './portable.ts';
import { CONVERTED_AT, ROWS_AT } from './histogram.ts';

/** The best split of the current node: gain = numerator / denominator, compared crosswise, so that no division rounds. */
export let bestNumerator: f64 = 0.0;
export let bestDenominator: f64 = 1.0;
export let bestFeature: i32 = -1;
/** Rows up to this bin go left. */
export let bestBin: i32 = 0;
/** 1 = missing values go right. */
export let bestMissing: i32 = 0;
export let bestLeftRows: i32 = 0;
export let bestLeftConverted: i32 = 0;

let nodeRows: i32 = 0;
let nodeConverted: i32 = 0;
let minRows: i32 = 1;
let lowest: f64 = 0.0;
let highest: f64 = 1.0;

/** Starts the search in a node whose values must stay within [low, high]. */
export function beginSearch(rows: i32, converted: i32, minLeaf: i32, low: f64, high: f64): void {
  bestNumerator = 0.0;
  bestDenominator = 1.0;
  bestFeature = -1;
  nodeRows = rows;
  nodeConverted = converted;
  minRows = minLeaf;
  lowest = low;
  highest = high;
}

/** Share converted, within the bounds of the monotonic constraints. */
export function boundedRate(converted: i32, rows: i32, low: f64, high: f64): f64 {
  const rate: f64 = f64(converted) / f64(rows);
  return rate < low ? low : rate > high ? high : rate;
}

/** Keeps the split if it is the best so far, by twice its gain in Gini impurity. */
function trySplit(feature: i32, bin: i32, missing: i32, rows: i32, converted: i32, sign: i32): void {
  const others: i32 = nodeRows - rows;
  if (rows < minRows || others < minRows) return;
  const d: f64 = f64(converted) * f64(nodeRows) - f64(nodeConverted) * f64(rows);
  const numerator: f64 = d * d;
  const denominator: f64 = f64(rows) * f64(others);
  if (!(numerator * bestDenominator > bestNumerator * denominator)) return;
  if (sign !== 0) {
    const left: f64 = boundedRate(converted, rows, lowest, highest);
    const right: f64 = boundedRate(nodeConverted - converted, others, lowest, highest);
    if ((right - left) * f64(sign) < 0.0) return;
  }
  bestNumerator = numerator;
  bestDenominator = denominator;
  bestFeature = feature;
  bestBin = bin;
  bestMissing = missing;
  bestLeftRows = rows;
  bestLeftConverted = converted;
}

/**
 * Tries every split of one feature between its occupied bins, with missing values on either side, and missing values against
 * all others.
 * @param at start of the list of occupied bins
 * @param sign the feature's monotonic constraint: 1, -1, or 0 for none
 */
export function searchFeature(scratch: I32s, at: i32, occupied: i32, feature: i32, sign: i32): void {
  const hasMissing: boolean = scratch[at] === 0;
  const first: i32 = hasMissing ? 1 : 0;
  const missingRows: i32 = hasMissing ? scratch[at + ROWS_AT] : 0;
  const missingConverted: i32 = hasMissing ? scratch[at + CONVERTED_AT] : 0;
  let rows: i32 = 0;
  let converted: i32 = 0;
  for (let k: i32 = first; k < occupied - 1; k++) {
    rows += scratch[at + ROWS_AT + k];
    converted += scratch[at + CONVERTED_AT + k];
    const bin: i32 = (scratch[at + k] + scratch[at + k + 1]) >> 1;
    if (hasMissing) {
      trySplit(feature, bin, 0, rows + missingRows, converted + missingConverted, sign);
      trySplit(feature, bin, 1, rows, converted, sign);
    } else {
      trySplit(feature, bin, rows + rows < nodeRows ? 1 : 0, rows, converted, sign);
    }
  }
  if (hasMissing && occupied > 1) trySplit(feature, 0, 0, missingRows, missingConverted, 0);
}

/** Writes the bounds of both children of the best split at `at`: [left low, left high, right low, right high]. */
export function childBounds(bounds: F64s, at: i32, low: f64, high: f64, sign: i32): void {
  bounds[at] = low;
  bounds[at + 1] = high;
  bounds[at + 2] = low;
  bounds[at + 3] = high;
  if (sign === 0 || bestBin === 0) return;
  const left: f64 = boundedRate(bestLeftConverted, bestLeftRows, low, high);
  const right: f64 = boundedRate(nodeConverted - bestLeftConverted, nodeRows - bestLeftRows, low, high);
  const middle: f64 = (left + right) * 0.5;
  bounds[sign > 0 ? at + 1 : at] = middle;
  bounds[sign > 0 ? at + 2 : at + 3] = middle;
}
