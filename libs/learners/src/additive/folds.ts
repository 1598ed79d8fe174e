import type { Examples } from '@leadlight/forest';

export const FOLDS = 5;

/** [rows] A fold 0…4 of each row; rows of one group share a fold. */
export function assignFolds({ rows, groups }: Pick<Examples, 'rows' | 'groups'>, seed: number): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, row) => {
    // Fibonacci hashing distributes neighbouring groups over all folds.
    const mixed = Math.imul((groups ? groups[row] : row) ^ (seed | 0), 0x9e3779b1) >>> 0;
    return Math.floor((mixed / 2 ** 32) * FOLDS);
  });
}
