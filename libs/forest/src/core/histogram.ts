import type { I32s, U8s, i32 } from './portable.ts';
import { listBins } from './occupied.ts';

/**
 * A packed row: 24 bits of row number, 7 bits of count in the bag, 1 bit of label.
 * A packed count: 16 bits of rows, then 16 bits of converted rows.
 */
export const ROW_MASK: i32 = 0xffffff;

/** Features that are counted in one pass over the rows. */
export const FEATURES_PER_PASS: i32 = 4;
// Offsets in the scratch words. Each feature of a pass has a slot with packed counts, wide counts and a list of occupied bins.
const WIDE: i32 = 1024;
const OCCUPIED: i32 = 3072;
const ADDENDS: i32 = 6144;
/** Length of the scratch memory. */
export const SCRATCH_WORDS: i32 = 6400;

/** Start of a slot's list of occupied bins; their rows and converted rows follow at `ROWS_AT` and `CONVERTED_AT`. */
export function occupiedAt(slot: i32): i32 {
  return OCCUPIED + slot * 768;
}
export const ROWS_AT: i32 = 256;
export const CONVERTED_AT: i32 = 512;

/** Clears the counts and tabulates what a packed row adds to a packed count, by its upper 8 bits. */
export function prepareScratch(scratch: I32s): void {
  for (let i: i32 = 0; i < ADDENDS; i++) scratch[i] = 0;
  for (let i: i32 = 0; i < 256; i++) {
    const count: i32 = i & 127;
    scratch[ADDENDS + i] = i > 127 ? count | (count << 16) : count;
  }
}

function countFeature(cells: U8s, features: i32, a: i32, bag: I32s, start: i32, end: i32, scratch: I32s): void {
  for (let i: i32 = start; i < end; i++) {
    const packed: i32 = bag[i];
    const bin: i32 = cells[(packed & ROW_MASK) * features + a];
    scratch[bin] = (scratch[bin] + scratch[ADDENDS + (packed >>> 24)]) | 0;
  }
}

/** Four features at once: each row is unpacked once, and no count depends on the one before. */
function countFourFeatures(
  cells: U8s,
  features: i32,
  a: i32,
  b: i32,
  c: i32,
  d: i32,
  bag: I32s,
  start: i32,
  end: i32,
  scratch: I32s,
): void {
  for (let i: i32 = start; i < end; i++) {
    const packed: i32 = bag[i];
    const row: i32 = (packed & ROW_MASK) * features;
    const addend: i32 = scratch[ADDENDS + (packed >>> 24)];
    const binA: i32 = cells[row + a];
    const binB: i32 = cells[row + b] + 256;
    const binC: i32 = cells[row + c] + 512;
    const binD: i32 = cells[row + d] + 768;
    scratch[binA] = (scratch[binA] + addend) | 0;
    scratch[binB] = (scratch[binB] + addend) | 0;
    scratch[binC] = (scratch[binC] + addend) | 0;
    scratch[binD] = (scratch[binD] + addend) | 0;
  }
}

/** Moves a slot's packed counts into its wide counts before they overflow. */
function moveToWideCounts(scratch: I32s, slot: i32, bins: i32): void {
  const from: i32 = slot * 256;
  const rows: i32 = WIDE + slot * 512;
  for (let bin: i32 = 0; bin < bins; bin++) {
    const count: i32 = scratch[from + bin];
    scratch[rows + bin] = scratch[rows + bin] + (count & 0xffff);
    scratch[rows + 256 + bin] = scratch[rows + 256 + bin] + (count >>> 16);
    scratch[from + bin] = 0;
  }
}

function listWideBins(scratch: I32s, slot: i32, bins: i32): i32 {
  const from: i32 = WIDE + slot * 512;
  const at: i32 = occupiedAt(slot);
  let occupied: i32 = 0;
  for (let bin: i32 = 0; bin < bins; bin++) {
    const rows: i32 = scratch[from + bin];
    if (rows !== 0) {
      scratch[at + occupied] = bin;
      scratch[at + ROWS_AT + occupied] = rows;
      scratch[at + CONVERTED_AT + occupied] = scratch[from + 256 + bin];
      scratch[from + bin] = 0;
      scratch[from + 256 + bin] = 0;
      occupied++;
    }
  }
  return occupied;
}

/** Packed counts cannot overflow within this many rows, as a bag count is at most 127. */
const MAX_NARROW_ROWS: i32 = 512;

/**
 * Builds the histograms of a node: rows and converted rows by bin, of one feature or of four.
 * @param cells [rows × features] bins by row
 * @param permutation [features] the features to count start at index `picked`
 * @param weight sum of the node's bag counts; `listOccupied` needs the same
 */
export function countHistograms(
  cells: U8s,
  features: i32,
  binCounts: I32s,
  permutation: I32s,
  picked: i32,
  featureCount: i32,
  bag: I32s,
  start: i32,
  end: i32,
  weight: i32,
  scratch: I32s,
): void {
  const step: i32 = weight <= 0xffff ? end - start : MAX_NARROW_ROWS;
  const a: i32 = permutation[picked];
  for (let from: i32 = start; from < end; from += step) {
    const to: i32 = from + step < end ? from + step : end;
    if (featureCount === FEATURES_PER_PASS) {
      const b: i32 = permutation[picked + 1];
      const c: i32 = permutation[picked + 2];
      const d: i32 = permutation[picked + 3];
      countFourFeatures(cells, features, a, b, c, d, bag, from, to, scratch);
    } else {
      countFeature(cells, features, a, bag, from, to, scratch);
    }
    if (weight > 0xffff) {
      for (let slot: i32 = 0; slot < featureCount; slot++)
        moveToWideCounts(scratch, slot, binCounts[permutation[picked + slot]]);
    }
  }
}

/** Lists a slot's occupied bins at `occupiedAt(slot)`, ascending, and clears its counts. @returns their number */
export function listOccupied(scratch: I32s, slot: i32, bins: i32, weight: i32): i32 {
  if (weight > 0xffff) return listWideBins(scratch, slot, bins);
  return listBins(scratch, slot * 256, bins, occupiedAt(slot));
}
