import { type F32s, type F64s, type I32s, type U8s, f64, type i32 } from './portable.ts';
import {
  beginBoostSearch,
  boostBin,
  boostBounds,
  boostFeature,
  boostMissing,
  boundedStep,
  leftGradient,
  leftHessian,
  searchBoost,
} from './boost-split.ts';
import { addGradients, subtractHistogram } from './gradients.ts';
import { LEAF, mayInteract, splitWord } from './grow.ts';
import { UNIT } from './logistic.ts';
import { draw, nextBelow, treeFactor } from './random.ts';

/**
 * Lists the training rows that a tree learns from: each group with probability `share` / 2^31.
 * @param list, rest [rows + 4] what is listed, and all other rows
 * @returns the number of listed rows
 */
export function sampleRows(
  key: i32,
  share: i32,
  rows: i32,
  trainingRows: U8s,
  groups: I32s,
  grouped: i32,
  list: I32s,
  rest: I32s,
): i32 {
  const factor: i32 = treeFactor(key);
  let listed: i32 = 0;
  for (let row: i32 = 0; row < rows; row++) {
    list[listed] = row;
    rest[row - listed] = row;
    const taken: boolean = draw(key, factor, grouped !== 0 ? groups[row] : row) <= share;
    listed += taken && trainingRows[row] !== 0 ? 1 : 0;
  }
  // Rows are read in pairs.
  list[listed] = 0;
  return listed;
}

/** Partitions the listed rows in place and keeps their order. @returns the index of the first row that goes right */
function partitionRows(matrix: U8s, features: i32, split: i32, list: I32s, spare: I32s, start: i32, end: i32): i32 {
  const feature: i32 = split >>> 17;
  const missing: i32 = (split >>> 16) & 1;
  const bin: i32 = split & 0xffff;
  let left: i32 = start;
  let right: i32 = 0;
  for (let i: i32 = start; i < end; i++) {
    const row: i32 = list[i];
    const goes: i32 = (bin - ((matrix[row * features + feature] - missing) & 0xffff)) >>> 31;
    list[left] = row;
    spare[right] = row;
    left += 1 - goes;
    right += goes;
  }
  for (let i: i32 = 0; i < right; i++) list[left + i] = spare[i];
  return left;
}

/** Draws features without replacement: a tree may use the first `sampled` of the permutation. */
export function sampleFeatures(permutation: I32s, features: i32, sampled: i32, random: I32s): void {
  for (let f: i32 = 0; f < features; f++) permutation[f] = f;
  for (let at: i32 = 0; at < sampled; at++) {
    const pick: i32 = at + nextBelow(random, features - at);
    const feature: i32 = permutation[pick];
    permutation[pick] = permutation[at];
    permutation[at] = feature;
  }
}

/** Words of a node on the stack: node, start, end, depth, histogram slot. */
const WORDS: i32 = 5;
/** Numbers of a node on the stack: gradient, hessian, low, high. */
const NUMBERS: i32 = 4;

function pushNode(
  stack: I32s,
  numbers: F64s,
  top: i32,
  node: i32,
  start: i32,
  end: i32,
  depth: i32,
  slot: i32,
  gradient: f64,
  hessian: f64,
  low: f64,
  high: f64,
): void {
  stack[top * WORDS] = node;
  stack[top * WORDS + 1] = start;
  stack[top * WORDS + 2] = end;
  stack[top * WORDS + 3] = depth;
  stack[top * WORDS + 4] = slot;
  numbers[top * NUMBERS] = gradient;
  numbers[top * NUMBERS + 1] = hessian;
  numbers[top * NUMBERS + 2] = low;
  numbers[top * NUMBERS + 3] = high;
}

/**
 * Grows one boosting tree, depth first, on the listed rows, which it reorders, and adds its values to their margins. Only the
 * histogram of the smaller child is summed; the larger child's is its parent's minus that.
 * @param matrix [rows × features] bins by row
 * @param offsets [features] work space: the start of each sampled feature in a histogram
 * @param histograms work space for `maxDepth` + 2 histograms of all features
 * @param permutation [features] the features that the tree may use come first
 * @param free [maxDepth + 2] work space
 * @param stack [(maxDepth + 3) × 5], `numbers` [(maxDepth + 4) × 4] work space
 * @param learningRate factor of every leaf
 * @returns the number of nodes
 */
export function growBoostTree(
  matrix: U8s,
  features: i32,
  binCounts: I32s,
  offsets: I32s,
  list: I32s,
  spare: I32s,
  listed: i32,
  gradients: F64s,
  histograms: F64s,
  free: I32s,
  permutation: I32s,
  sampled: i32,
  stack: I32s,
  numbers: F64s,
  monotonicSigns: I32s,
  forbiddenPairs: U8s,
  hasForbiddenPairs: i32,
  maxDepth: i32,
  lambda: f64,
  minChildWeight: f64,
  learningRate: f64,
  margins: F64s,
  parent: I32s,
  split: I32s,
  left: I32s,
  value: F32s,
  cover: F32s,
): i32 {
  for (let i: i32 = 0; i < maxDepth + 2; i++) free[i] = i;
  let freeFrom: i32 = 1;
  let histogramSize: i32 = 0;
  for (let k: i32 = 0; k < sampled; k++) {
    offsets[k] = histogramSize;
    histogramSize += binCounts[permutation[k]];
  }
  for (let i: i32 = 0; i < histogramSize + histogramSize; i++) histograms[i] = 0.0;
  addGradients(list, 0, listed, matrix, features, permutation, offsets, sampled, gradients, histograms, 0);
  let gradientAll: f64 = 0.0;
  let hessianAll: f64 = 0.0;
  for (let bin: i32 = 0; bin < binCounts[permutation[0]]; bin++) {
    gradientAll += histograms[bin + bin];
    hessianAll += histograms[bin + bin + 1];
  }
  pushNode(stack, numbers, 0, 0, 0, listed, 0, 0, gradientAll, hessianAll, -1e30, 1e30);
  parent[0] = -1;
  let nodes: i32 = 1;
  let top: i32 = 1;
  while (top > 0) {
    top--;
    const node: i32 = stack[top * WORDS];
    const start: i32 = stack[top * WORDS + 1];
    const end: i32 = stack[top * WORDS + 2];
    const depth: i32 = stack[top * WORDS + 3];
    const slot: i32 = stack[top * WORDS + 4];
    const g: f64 = numbers[top * NUMBERS];
    const h: f64 = numbers[top * NUMBERS + 1];
    const low: f64 = numbers[top * NUMBERS + 2];
    const high: f64 = numbers[top * NUMBERS + 3];
    value[node] = boundedStep(g, h, lambda * UNIT, low, high) * learningRate;
    cover[node] = f64(end - start);
    split[node] = LEAF;
    left[node] = node;
    if (slot >= 0) {
      beginBoostSearch(g, h, lambda * UNIT, minChildWeight * UNIT, 1e-6 * UNIT, low, high);
      for (let k: i32 = 0; k < sampled; k++) {
        const f: i32 = permutation[k];
        if (hasForbiddenPairs !== 0 && !mayInteract(f, features, node, forbiddenPairs, parent, split)) continue;
        searchBoost(histograms, slot * histogramSize + offsets[k], binCounts[f], f, monotonicSigns[f]);
      }
    }
    if (slot < 0 || boostFeature < 0) {
      if (slot >= 0) {
        freeFrom--;
        free[freeFrom] = slot;
      }
      for (let i: i32 = start; i < end; i++) margins[list[i]] += value[node];
      continue;
    }
    const word: i32 = splitWord(boostFeature, boostMissing, boostBin);
    const middle: i32 = partitionRows(matrix, features, word, list, spare, start, end);
    split[node] = word;
    left[node] = nodes;
    parent[nodes] = node;
    parent[nodes + 1] = node;
    let leftSlot: i32 = -1;
    let rightSlot: i32 = -1;
    // A child with less than twice the least hessian of a leaf is not split.
    const splittable: f64 = 2.0 * minChildWeight * UNIT;
    if (depth + 1 < maxDepth && (leftHessian >= splittable || h - leftHessian >= splittable)) {
      const small: i32 = free[freeFrom];
      freeFrom++;
      const leftIsSmall: boolean = middle - start <= end - middle;
      const at: i32 = small * histogramSize;
      for (let i: i32 = at + at; i < at + at + histogramSize + histogramSize; i++) histograms[i] = 0.0;
      addGradients(
        list,
        leftIsSmall ? start : middle,
        leftIsSmall ? middle : end,
        matrix,
        features,
        permutation,
        offsets,
        sampled,
        gradients,
        histograms,
        at,
      );
      subtractHistogram(histograms, slot * histogramSize, at, histogramSize);
      leftSlot = leftIsSmall ? small : slot;
      rightSlot = leftIsSmall ? slot : small;
    } else {
      freeFrom--;
      free[freeFrom] = slot;
    }
    const lg: f64 = leftGradient;
    const lh: f64 = leftHessian;
    const b: i32 = (top + 2) * NUMBERS;
    boostBounds(numbers, b, low, high, monotonicSigns[boostFeature]);
    const leftLow: f64 = numbers[b];
    const leftHigh: f64 = numbers[b + 1];
    const rightLow: f64 = numbers[b + 2];
    const rightHigh: f64 = numbers[b + 3];
    pushNode(stack, numbers, top, nodes + 1, middle, end, depth + 1, rightSlot, g - lg, h - lh, rightLow, rightHigh);
    pushNode(stack, numbers, top + 1, nodes, start, middle, depth + 1, leftSlot, lg, lh, leftLow, leftHigh);
    top += 2;
    nodes += 2;
  }
  return nodes;
}

/**
 * Adds one tree's values to the margins of the listed rows, four rows interleaved.
 * @param matrix [rows × features] bins by row
 * @param list [count + 3] the last three entries are overwritten
 */
export function addTree(
  split: I32s,
  left: I32s,
  value: F32s,
  matrix: U8s,
  features: i32,
  list: I32s,
  count: i32,
  margins: F64s,
): void {
  for (let i: i32 = 0; i < 3; i++) list[count + i] = 0;
  for (let i: i32 = 0; i < count; i += 4) {
    const atA: i32 = list[i] * features;
    const atB: i32 = list[i + 1] * features;
    const atC: i32 = list[i + 2] * features;
    const atD: i32 = list[i + 3] * features;
    let a: i32 = 0;
    let b: i32 = 0;
    let c: i32 = 0;
    let d: i32 = 0;
    let nextA: i32 = left[0];
    let nextB: i32 = nextA;
    let nextC: i32 = nextA;
    let nextD: i32 = nextA;
    while (((nextA ^ a) | (nextB ^ b) | (nextC ^ c) | (nextD ^ d)) !== 0) {
      a = stepInRow(split[a], nextA, matrix, atA);
      b = stepInRow(split[b], nextB, matrix, atB);
      c = stepInRow(split[c], nextC, matrix, atC);
      d = stepInRow(split[d], nextD, matrix, atD);
      nextA = left[a];
      nextB = left[b];
      nextC = left[c];
      nextD = left[d];
    }
    margins[list[i]] += value[a];
    if (i + 1 < count) margins[list[i + 1]] += value[b];
    if (i + 2 < count) margins[list[i + 2]] += value[c];
    if (i + 3 < count) margins[list[i + 3]] += value[d];
  }
}

function stepInRow(word: i32, next: i32, matrix: U8s, at: i32): i32 {
  const bin: i32 = matrix[at + (word >>> 17)] - ((word >>> 16) & 1);
  return next + (((word & 0xffff) - (bin & 0xffff)) >>> 31);
}
