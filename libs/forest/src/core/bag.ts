import { type F64s, type I32s, type U8s, type i32 } from './portable.ts';
import { bagCount, bagCountAt, treeFactor } from './random.ts';

/** How often a group's rows are in the bag of the tree with this key. @param weighted 1 = groups have rates of their own */
export function countInBag(key: i32, factor: i32, group: i32, thresholds: I32s, rates: F64s, weighted: i32): i32 {
  return weighted !== 0 ? bagCountAt(key, factor, group, rates[group]) : bagCount(key, factor, group, thresholds);
}

/**
 * Draws a tree's bag: each group a Poisson number of times, with all its rows.
 * @param groups [rows] the group of each row; unused unless `grouped`
 * @param rates [groups] mean count; unused unless `weighted`
 * @param bag filled with packed rows
 * @returns the number of distinct rows in the bag
 * @source Oza & Russell 2001, "Online Bagging and Boosting"
 */
export function drawBag(
  key: i32,
  rows: i32,
  labels: U8s,
  groups: I32s,
  grouped: i32,
  thresholds: I32s,
  rates: F64s,
  weighted: i32,
  bag: I32s,
): i32 {
  const factor: i32 = treeFactor(key);
  let inBag: i32 = 0;
  for (let row: i32 = 0; row < rows; row++) {
    const group: i32 = grouped !== 0 ? groups[row] : row;
    const count: i32 = countInBag(key, factor, group, thresholds, rates, weighted);
    bag[inBag] = row | (count << 24) | (labels[row] << 31);
    inBag += count > 0 ? 1 : 0;
  }
  return inBag;
}
