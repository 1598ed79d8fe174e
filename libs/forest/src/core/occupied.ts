import type { I32s, i32 } from './portable.ts';

/*
 * The WebAssembly build replaces this file by one that skips empty bins four at a time.
 */

/** Lists the occupied bins of packed counts at `from`: bins at `at`, rows 256 words later, converted rows 512; clears them. */
export function listBins(scratch: I32s, from: i32, bins: i32, at: i32): i32 {
  let occupied: i32 = 0;
  for (let bin: i32 = 0; bin < bins; bin++) {
    const count: i32 = scratch[from + bin];
    if (count !== 0) {
      scratch[at + occupied] = bin;
      scratch[at + 256 + occupied] = count & 0xffff;
      scratch[at + 512 + occupied] = count >>> 16;
      scratch[from + bin] = 0;
      occupied++;
    }
  }
  return occupied;
}
