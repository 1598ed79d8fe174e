import type { Examples } from '@leadlight/forest';

export const FOLDS = 5;

/** [rows] A fold of 0…4 for each, the same for all rows of a group. */
export function assignFolds({ rows, groups }: Pick<Examples, 'rows' | 'groups'>, seed: number): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, row) => {
    // Fibonacci hashing: neighbouring groups fall far apart.
    const mixed = Math.imul((groups ? groups[row] : row) ^ (seed | 0), 0x9e3779b1) >>> 0;
    return Math.floor((mixed / 2 ** 32) * FOLDS);
  });
}
