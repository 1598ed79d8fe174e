import { type F32s, type F64s, type I32s, type U8s, copyBytes, f64, type i32 } from './portable.ts';
import { nextBelow } from './random.ts';
import {
  beginSearch,
  bestBin,
  bestFeature,
  bestLeftConverted,
  bestLeftRows,
  bestMissing,
  boundedRate,
  childBounds,
  searchFeature,
} from './split.ts';
import { FEATURES_PER_PASS, listOccupied, occupiedAt, ROW_MASK, countHistograms } from './histogram.ts';

/** The split word of a leaf: every bin goes left, and the left child of a leaf is the leaf itself. */
export const LEAF: i32 = 0xffff;

/** A split word: 15 bits of feature, 1 bit that sends missing values right, 16 bits of the last bin that goes left. */
export function splitWord(feature: i32, missing: i32, bin: i32): i32 {
  return (feature << 17) | (missing << 16) | (bin - missing);
}

/** 1 where a row of `bin` goes right at the split. */
export function goesRight(split: i32, bin: i32): i32 {
  return ((bin - ((split >>> 16) & 1)) & 0xffff) > (split & 0xffff) ? 1 : 0;
}

/** Partitions the rows of a node in place and keeps their order. @returns the index of the first row that goes right */
function partition(cells: U8s, features: i32, split: i32, bag: I32s, spare: I32s, start: i32, end: i32): i32 {
  const feature: i32 = split >>> 17;
  const missing: i32 = (split >>> 16) & 1;
  const bin: i32 = split & 0xffff;
  let left: i32 = start;
  let right: i32 = 0;
  for (let i: i32 = start; i < end; i++) {
    const packed: i32 = bag[i];
    const goes: i32 = ((cells[(packed & ROW_MASK) * features + feature] - missing) & 0xffff) > bin ? 1 : 0;
    bag[left] = packed;
    spare[right] = packed;
    left += 1 - goes;
    right += goes;
  }
  for (let i: i32 = 0; i < right; i++) bag[left + i] = spare[i];
  return left;
}

/** Copies the bins of a node's rows into contiguous memory and renumbers the rows. */
function copyRows(matrix: U8s, features: i32, bag: I32s, start: i32, end: i32, near: U8s): void {
  let to: i32 = 0;
  for (let i: i32 = start; i < end; i++) {
    const packed: i32 = bag[i];
    const from: i32 = (packed & ROW_MASK) * features;
    copyBytes(matrix, from, near, to, features);
    bag[i] = (packed & ~ROW_MASK) | (i - start);
    to += features;
  }
}

/** False where a feature on the path to this node must not interact with `feature`. */
export function mayInteract(
  feature: i32,
  features: i32,
  node: i32,
  forbiddenPairs: U8s,
  parent: I32s,
  split: I32s,
): boolean {
  let at: i32 = parent[node];
  while (at >= 0) {
    if (forbiddenPairs[feature * features + (split[at] >>> 17)] !== 0) return false;
    at = parent[at];
  }
  return true;
}

/** Draws `count` more features without replacement into the permutation, from index `visited` on. */
function drawFeatures(permutation: I32s, features: i32, visited: i32, count: i32, random: I32s): void {
  for (let at: i32 = visited; at < visited + count; at++) {
    const pick: i32 = at + nextBelow(random, features - at);
    const feature: i32 = permutation[pick];
    permutation[pick] = permutation[at];
    permutation[at] = feature;
  }
}

/**
 * Grows one tree, depth first, on the rows in `bag`, which it reorders.
 * @param matrix [rows × features] bins by row; 0 = missing
 * @param near work space for the bins of `nearRows` rows, `far` for `farRows`: the rows of a node that fits are copied there
 * @param binCounts [features] bins of each feature, including bin 0
 * @param bag [inBag] packed rows; `spare` has the same length
 * @param permutation [features] work space; it is reset, so that a tree depends on its key alone
 * @param stack 6 words per level and 6 more; `bounds` has 4 numbers per 6 words
 * @param monotonicSigns [features] 1 = the rate may only rise with the feature, -1 = only fall, 0 = unconstrained
 * @param forbiddenPairs [features × features] 1 = the two must not interact; unused unless `hasForbiddenPairs`
 * @param parent [nodes] filled; -1 at the root
 * @param split [nodes] filled, as are `left`, `value` (rate) and `cover` (rows)
 * @returns the number of nodes, or -1 where there would be more than `capacity`
 */
export function growTree(
  matrix: U8s,
  features: i32,
  near: U8s,
  nearRows: i32,
  far: U8s,
  farRows: i32,
  binCounts: I32s,
  bag: I32s,
  spare: I32s,
  inBag: i32,
  permutation: I32s,
  scratch: I32s,
  stack: I32s,
  bounds: F64s,
  random: I32s,
  monotonicSigns: I32s,
  forbiddenPairs: U8s,
  hasForbiddenPairs: i32,
  tries: i32,
  minLeaf: i32,
  maxDepth: i32,
  capacity: i32,
  parent: I32s,
  split: I32s,
  left: I32s,
  value: F32s,
  cover: F32s,
): i32 {
  for (let f: i32 = 0; f < features; f++) permutation[f] = f;
  let weight: i32 = 0;
  let converted: i32 = 0;
  for (let i: i32 = 0; i < inBag; i++) {
    const count: i32 = (bag[i] >>> 24) & 127;
    weight += count;
    converted += bag[i] < 0 ? count : 0;
  }
  let nodes: i32 = 1;
  let nearEnd: i32 = 0;
  let farEnd: i32 = 0;
  let top: i32 = 0;
  pushNode(stack, bounds, 0, 0, 0, inBag, 0, weight, converted, 0.0, 1.0);
  parent[0] = -1;
  top = 1;
  while (top > 0) {
    top--;
    const at: i32 = top * 6;
    const node: i32 = stack[at];
    const start: i32 = stack[at + 1];
    const end: i32 = stack[at + 2];
    const depth: i32 = stack[at + 3];
    const n: i32 = stack[at + 4];
    const c: i32 = stack[at + 5];
    const low: f64 = bounds[top * 4];
    const high: f64 = bounds[top * 4 + 1];
    value[node] = n > 0 ? boundedRate(c, n, low, high) : 0.0;
    cover[node] = f64(n);
    split[node] = LEAF;
    left[node] = node;
    if (depth >= maxDepth || n < minLeaf + minLeaf || c === 0 || c === n) continue;
    // Nodes are visited from left to right, so one that ends where the copied rows end, or before, is among them.
    if (end > farEnd && end - start <= farRows) {
      copyRows(matrix, features, bag, start, end, far);
      farEnd = end;
    }
    if (end > nearEnd && end - start <= nearRows) {
      copyRows(end <= farEnd ? far : matrix, features, bag, start, end, near);
      nearEnd = end;
    }
    const cells: U8s = end <= nearEnd ? near : end <= farEnd ? far : matrix;
    beginSearch(n, c, minLeaf, low, high);
    let visited: i32 = 0;
    while (visited < features && (visited < tries || bestFeature < 0)) {
      const count: i32 = visited + FEATURES_PER_PASS <= (tries < features ? tries : features) ? FEATURES_PER_PASS : 1;
      drawFeatures(permutation, features, visited, count, random);
      countHistograms(cells, features, binCounts, permutation, visited, count, bag, start, end, n, scratch);
      for (let slot: i32 = 0; slot < count; slot++) {
        const f: i32 = permutation[visited + slot];
        const occupied: i32 = listOccupied(scratch, slot, binCounts[f], n);
        if (occupied < 2 || (hasForbiddenPairs !== 0 && !mayInteract(f, features, node, forbiddenPairs, parent, split)))
          continue;
        searchFeature(scratch, occupiedAt(slot), occupied, f, monotonicSigns[f]);
      }
      visited += count;
    }
    if (bestFeature < 0) continue;
    if (nodes + 2 > capacity) return -1;
    const word: i32 = splitWord(bestFeature, bestMissing, bestBin);
    const middle: i32 = partition(cells, features, word, bag, spare, start, end);
    split[node] = word;
    left[node] = nodes;
    parent[nodes] = node;
    parent[nodes + 1] = node;
    const leftRows: i32 = bestLeftRows;
    const leftConverted: i32 = bestLeftConverted;
    childBounds(bounds, top * 4 + 8, low, high, monotonicSigns[bestFeature]);
    const b: i32 = top * 4 + 8;
    const rightLow: f64 = bounds[b + 2];
    const rightHigh: f64 = bounds[b + 3];
    const leftLow: f64 = bounds[b];
    const leftHigh: f64 = bounds[b + 1];
    pushNode(
      stack,
      bounds,
      top,
      nodes + 1,
      middle,
      end,
      depth + 1,
      n - leftRows,
      c - leftConverted,
      rightLow,
      rightHigh,
    );
    pushNode(stack, bounds, top + 1, nodes, start, middle, depth + 1, leftRows, leftConverted, leftLow, leftHigh);
    top += 2;
    nodes += 2;
  }
  return nodes;
}

function pushNode(
  stack: I32s,
  bounds: F64s,
  top: i32,
  node: i32,
  start: i32,
  end: i32,
  depth: i32,
  rows: i32,
  converted: i32,
  low: f64,
  high: f64,
): void {
  const at: i32 = top * 6;
  stack[at] = node;
  stack[at + 1] = start;
  stack[at + 2] = end;
  stack[at + 3] = depth;
  stack[at + 4] = rows;
  stack[at + 5] = converted;
  bounds[top * 4] = low;
  bounds[top * 4 + 1] = high;
}
