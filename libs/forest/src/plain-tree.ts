import { LEAF, splitWord } from './core/grow.ts';
import type { Tree } from './ensemble.ts';

/** A tree as nested objects: how trees grown elsewhere come in. */
export type NestedTree =
  | { readonly value: number; readonly cover: number }
  | {
      readonly feature: number;
      /** Bins 1..upTo go left, higher ones right. */
      readonly lastLeftBin: number;
      readonly missingRight: boolean;
      readonly left: NestedTree;
      readonly right: NestedTree;
    };

function countNodes(tree: NestedTree): number {
  return 'value' in tree ? 1 : 1 + countNodes(tree.left) + countNodes(tree.right);
}

/** Lays a nested tree out as the core walks it; the value of an inner node is the mean of its leaves by cover. */
export function flattenTree(tree: NestedTree): Tree {
  const nodes = countNodes(tree);
  const split = new Int32Array(nodes);
  const left = new Int32Array(nodes);
  const value = new Float32Array(nodes);
  const cover = new Float32Array(nodes);
  let next = 1;
  const place = (node: NestedTree, at: number): { readonly sum: number; readonly cover: number } => {
    split[at] = LEAF;
    left[at] = at;
    if ('value' in node) {
      value[at] = node.value;
      cover[at] = node.cover;
      return { sum: node.value * node.cover, cover: node.cover };
    }
    const child = next;
    next += 2;
    // A bin of 0 with missing on the left would send missing alone to the left.
    split[at] = splitWord(node.feature, node.missingRight ? 1 : 0, node.lastLeftBin);
    left[at] = child;
    const a = place(node.left, child);
    const b = place(node.right, child + 1);
    cover[at] = a.cover + b.cover;
    value[at] = cover[at] > 0 ? (a.sum + b.sum) / (a.cover + b.cover) : 0;
    return { sum: a.sum + b.sum, cover: a.cover + b.cover };
  };
  place(tree, 0);
  return { split, left, value, cover };
}
