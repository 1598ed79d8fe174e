import { goesRight } from './core/grow.ts';
import type { Tree } from './ensemble.ts';

/**
 * Sets a tree's covers to what comes through each node, so that explanations know how rows spread.
 * @param binOf bin of a row by feature
 * @param counts [rows] how often a row counts
 */
export function setCovers(
  tree: Tree,
  counts: ArrayLike<number>,
  binOf: (row: number, feature: number) => number,
): void {
  tree.cover.fill(0);
  for (let row = 0; row < counts.length; row++) {
    if (counts[row] === 0) continue;
    let node = 0;
    tree.cover[0] += counts[row];
    while (tree.left[node] !== node) {
      const word = tree.split[node];
      node = tree.left[node] + goesRight(word, binOf(row, word >>> 17));
      tree.cover[node] += counts[row];
    }
  }
}
