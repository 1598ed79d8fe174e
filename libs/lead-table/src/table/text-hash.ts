/** The hash of the first characters of a text, from which the next character's is computed. @source FNV-1a */
export const EMPTY_HASH = 0x811c9dc5 | 0;
export const hashWith = (hash: number, charCode: number): number => Math.imul(hash ^ charCode, 0x01000193);

/** Share of a hash table's places that are taken before it grows. */
export const MAX_LOAD = 0.5;

/**
 * Where the search for a hash begins in a hash table of [places × 2]. The low bits of the hash depend only on the low bits of the
 * characters; the high bits on all of them.
 */
export const firstPlace = (hash: number, mask: number): number => ((hash ^ (hash >>> 15)) << 1) & mask;

/** A hash table of twice the size. @param small [places × 2] a hash and a number; the number 0 = free */
export function grownTable(small: Int32Array): Int32Array<ArrayBuffer> {
  const table = new Int32Array(2 * small.length);
  const mask = table.length - 1;
  for (let from = 0; from < small.length; from += 2) {
    if (small[from + 1] === 0) continue;
    let place = firstPlace(small[from]!, mask);
    while (table[place + 1] !== 0) place = (place + 2) & mask;
    table[place] = small[from]!;
    table[place + 1] = small[from + 1]!;
  }
  return table;
}
