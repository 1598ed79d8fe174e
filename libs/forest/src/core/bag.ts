import { type F64s, type I32s, type U8s, type i32 } from './portable.ts';
import { bagCount, bagCountAt, treeFactor } from './random.ts';

/** How often a row is in the bag of the tree with this key. @param weighted 1 = each group has a rate of its own */
export function countInBag(key: i32, factor: i32, group: i32, steps: I32s, rates: F64s, weighted: i32): i32 {
  return weighted !== 0 ? bagCountAt(key, factor, group, rates[group]) : bagCount(key, factor, group, steps);
}

/**
 * Draws a tree's bag: every group a Poisson number of times, its rows together.
 * @param groups [rows] which group a row belongs to; unread unless `grouped`
 * @param rates [groups] mean number of times; unread unless `weighted`
 * @param bag filled with packed rows
 * @returns how many distinct rows are in the bag
 * @source Oza & Russell 2001, "Online Bagging and Boosting"
 */
export function drawBag(
  key: i32,
  rows: i32,
  labels: U8s,
  groups: I32s,
  grouped: i32,
  steps: I32s,
  rates: F64s,
  weighted: i32,
  bag: I32s,
): i32 {
  const factor: i32 = treeFactor(key);
  let inBag: i32 = 0;
  for (let row: i32 = 0; row < rows; row++) {
    const group: i32 = grouped !== 0 ? groups[row] : row;
    const count: i32 = countInBag(key, factor, group, steps, rates, weighted);
    bag[inBag] = row | (count << 24) | (labels[row] << 31);
    inBag += count > 0 ? 1 : 0;
  }
  return inBag;
}
