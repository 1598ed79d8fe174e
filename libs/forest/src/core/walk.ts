import type { F32s, F64s, I32s, I8s, i32 } from './portable.ts';

/*
 * Predicts blocks of rows whose bins fit a byte. The WebAssembly build replaces this file by one whose nodes refer to their
 * children by address and which walks the upper levels with sixteen rows at once; the sums are the same.
 */

/** Words of the upper levels of a tree. */
export const TOP_WORDS: i32 = 32;
/** No bin is above it; its lowest four bits mark a leaf, as columns start at multiples of sixteen. */
const LEAF_WORD: i32 = 0x7f00000f;
const LEAF_MARK: i32 = 15;

/**
 * Writes each node as two words: 8 bits of signed bin and 24 bits of column offset; then the index of the left child.
 * @param count nodes of all trees
 * @param stride rows of a column, a multiple of sixteen
 * @param nodes [2 × count] filled
 * @param _tops [TOP_WORDS × trees] filled by the WebAssembly build
 */
export function layOutTrees(
  split: I32s,
  left: I32s,
  _roots: I32s,
  _trees: i32,
  count: i32,
  stride: i32,
  nodes: I32s,
  _tops: I32s,
): void {
  for (let i: i32 = 0; i < count; i++) {
    const word: i32 = split[i];
    const column: i32 = (word >>> 17) * 2 + ((word >>> 16) & 1);
    nodes[2 * i] = left[i] === i ? LEAF_WORD : (column * stride) | (((word & 0xffff) - 128) << 24);
    nodes[2 * i + 1] = 2 * left[i];
  }
}

function step(nodes: I32s, node: i32, word: i32, columns: I8s, row: i32): i32 {
  return nodes[node + 1] + ((((word >> 24) - columns[(word & 0xffffff) + row]) >>> 31) << 1);
}

/**
 * Sums of leaf values for a block of rows, tree by tree, so that a tree stays in the cache, with several rows interleaved, so
 * that memory accesses overlap. A leaf is its own child, so a walk that has arrived can go on.
 * @param columns [2 × features × stride] for each feature bin − 128, then bin − 129, where a missing value is the highest byte;
 * with space for a multiple of sixteen rows
 */
export function sumOfColumns(
  nodes: I32s,
  _tops: I32s,
  value: F32s,
  roots: I32s,
  trees: i32,
  columns: I8s,
  rows: i32,
  sums: F64s,
): void {
  for (let row: i32 = 0; row < rows; row++) sums[row] = 0.0;
  for (let t: i32 = 0; t < trees; t++) {
    const root: i32 = 2 * roots[t];
    for (let row: i32 = 0; row < rows; row += 4) {
      let a: i32 = root;
      let b: i32 = root;
      let c: i32 = root;
      let d: i32 = root;
      for (;;) {
        const wordA: i32 = nodes[a];
        const wordB: i32 = nodes[b];
        const wordC: i32 = nodes[c];
        const wordD: i32 = nodes[d];
        if ((wordA & wordB & wordC & wordD & LEAF_MARK) === LEAF_MARK) break;
        a = step(nodes, a, wordA, columns, row);
        b = step(nodes, b, wordB, columns, row + 1);
        c = step(nodes, c, wordC, columns, row + 2);
        d = step(nodes, d, wordD, columns, row + 3);
      }
      sums[row] += value[a >> 1];
      sums[row + 1] += value[b >> 1];
      sums[row + 2] += value[c >> 1];
      sums[row + 3] += value[d >> 1];
    }
  }
}
