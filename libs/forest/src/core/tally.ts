import type { I32s, U8s, i32 } from './portable.ts';

/**
 * A packed row: 24 bits of row number, 7 bits of how often it is in the bag, 1 bit of label.
 * A packed count: 16 bits of all rows, above them 16 bits of the converted ones.
 */
export const ROW_MASK: i32 = 0xffffff;

// Places in the scratch words.
const COUNTS: i32 = 0;
const WIDE: i32 = 256;
const OCCUPIED: i32 = 768;
const ADDENDS: i32 = 1536;
/** Words of scratch that growing a tree needs. */
export const SCRATCH: i32 = 1792;
/** Offsets of the occupied bins' numbers, rows and converted rows within the scratch. */
export const BIN_AT: i32 = OCCUPIED;
export const ROWS_AT: i32 = OCCUPIED + 256;
export const CONVERTED_AT: i32 = OCCUPIED + 512;

/** What one packed row adds to a packed count, by its upper 8 bits. */
export function prepareScratch(scratch: I32s): void {
  for (let i: i32 = 0; i < ADDENDS; i++) scratch[i] = 0;
  for (let i: i32 = 0; i < 256; i++) {
    const count: i32 = i & 127;
    scratch[ADDENDS + i] = i > 127 ? count | (count << 16) : count;
  }
}

function countRows(matrix: U8s, column: i32, bag: I32s, start: i32, end: i32, scratch: I32s): void {
  for (let i: i32 = start; i < end; i++) {
    const packed: i32 = bag[i];
    const bin: i32 = matrix[column + (packed & ROW_MASK)];
    scratch[bin] = (scratch[bin] + scratch[ADDENDS + (packed >>> 24)]) | 0;
  }
}

/** Lists the occupied bins in ascending order and clears the counts. */
function listBins(scratch: I32s, bins: i32): i32 {
  let occupied: i32 = 0;
  for (let bin: i32 = 0; bin < bins; bin++) {
    const count: i32 = scratch[COUNTS + bin];
    if (count !== 0) {
      scratch[BIN_AT + occupied] = bin;
      scratch[ROWS_AT + occupied] = count & 0xffff;
      scratch[CONVERTED_AT + occupied] = count >>> 16;
      scratch[COUNTS + bin] = 0;
      occupied++;
    }
  }
  return occupied;
}

/** Moves the packed counts, before they overflow, into the wide ones. */
function widen(scratch: I32s, bins: i32): void {
  for (let bin: i32 = 0; bin < bins; bin++) {
    const count: i32 = scratch[COUNTS + bin];
    scratch[WIDE + bin] = scratch[WIDE + bin] + (count & 0xffff);
    scratch[WIDE + 256 + bin] = scratch[WIDE + 256 + bin] + (count >>> 16);
    scratch[COUNTS + bin] = 0;
  }
}

function listWideBins(scratch: I32s, bins: i32): i32 {
  let occupied: i32 = 0;
  for (let bin: i32 = 0; bin < bins; bin++) {
    const rows: i32 = scratch[WIDE + bin];
    if (rows !== 0) {
      scratch[BIN_AT + occupied] = bin;
      scratch[ROWS_AT + occupied] = rows;
      scratch[CONVERTED_AT + occupied] = scratch[WIDE + 256 + bin];
      scratch[WIDE + bin] = 0;
      scratch[WIDE + 256 + bin] = 0;
      occupied++;
    }
  }
  return occupied;
}

// A bag count is at most 127, so that many rows cannot overflow 16 bits.
const CHUNK: i32 = 512;

/**
 * Counts a node's rows and converted rows by bin of one feature.
 * @param weight sum of the node's bag counts
 * @returns how many bins are occupied; they stand in the scratch at BIN_AT, ROWS_AT and CONVERTED_AT
 */
export function tallyFeature(
  matrix: U8s,
  column: i32,
  bins: i32,
  bag: I32s,
  start: i32,
  end: i32,
  weight: i32,
  scratch: I32s,
): i32 {
  if (weight <= 0xffff) {
    countRows(matrix, column, bag, start, end, scratch);
    return listBins(scratch, bins);
  }
  for (let from: i32 = start; from < end; from += CHUNK) {
    const to: i32 = from + CHUNK;
    countRows(matrix, column, bag, from, to < end ? to : end, scratch);
    widen(scratch, bins);
  }
  return listWideBins(scratch, bins);
}
