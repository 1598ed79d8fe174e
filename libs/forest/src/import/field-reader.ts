import { ForestError } from '../errors.ts';
import { importLimits } from './import-limits.ts';
import type { ImportedTree } from './import-model.ts';

/** Reads fields of another program's JSON and rejects any other shape. */
export interface FieldReader {
  reject(reason: string): never;
  /** A value for a message. */
  quote(value: unknown): string;
  object(value: unknown, where: string): { readonly [key: string]: unknown };
  list(value: unknown, where: string): readonly unknown[];
  numbers(value: unknown, where: string): readonly number[];
  texts(value: unknown, where: string): readonly string[];
}

export function fieldReader(source: string): FieldReader {
  const reject = (reason: string): never => {
    throw new ForestError('import_invalid', { source, reason });
  };
  const list = (value: unknown, where: string): readonly unknown[] =>
    Array.isArray(value) ? value : reject(`${where} is not a list`);
  return {
    reject,
    quote: (value) => (typeof value === 'object' && value !== null ? 'an object' : String(value).slice(0, 80)),
    list,
    object: (value, where) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as { readonly [key: string]: unknown })
        : reject(`${where} is missing`),
    numbers: (value, where) =>
      list(value, where).map((item) =>
        typeof item === 'number' && Number.isFinite(item)
          ? item
          : reject(`${where} has an entry that is not a finite number`),
      ),
    texts: (value, where) =>
      list(value, where).map((item) =>
        typeof item === 'string' ? item : reject(`${where} has an entry that is not a text`),
      ),
  };
}

/** A tree as lists with one element per node; the root is node 0. */
export interface NodeLists {
  /** Number of the left child; negative in a leaf. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly feature: readonly number[];
  /** Value of a leaf. */
  readonly value: readonly number[];
  readonly cover: readonly number[];
  edgeOf(node: number): number;
  missingRight(node: number): boolean | undefined;
}

/**
 * Checks the lists before anything is built from them: a node with two parents would be built twice, and with such nodes on
 * every level, a small file would become 2^depth nodes.
 * @throws ForestError `import_invalid` where lists differ in length, a child does not exist or has two parents, or the tree is too deep
 */
export function parseNodeLists(read: FieldReader, lists: NodeLists): ImportedTree {
  checkNodes(read, lists);
  const { left, right, feature, value, cover } = lists;
  const nodeAt = (node: number): ImportedTree => {
    if (left[node] < 0) return { value: value[node], cover: cover[node] };
    return {
      feature: feature[node],
      edge: lists.edgeOf(node),
      missingRight: lists.missingRight(node),
      left: nodeAt(left[node]),
      right: nodeAt(right[node]),
    };
  };
  return nodeAt(0);
}

/** Walks from the root. Nodes that it does not reach, as pruning leaves them, are ignored. */
function checkNodes(read: FieldReader, { left, right, feature, value, cover }: NodeLists): void {
  const nodes = left.length;
  if (nodes === 0) read.reject('a tree has no nodes');
  if ([right, feature, value, cover].some((list) => list.length !== nodes)) {
    read.reject('its lists of nodes differ in length');
  }
  /** 0 = not reached, else the number of nodes on the way from the root. */
  const depths = new Uint8Array(nodes);
  depths[0] = 1;
  const open = [0];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!(cover[node] >= 0)) read.reject('a node has a negative cover');
    if (left[node] < 0) continue;
    if (depths[node] > importLimits.depth) read.reject('a tree is too deep');
    for (const child of [left[node], right[node]]) {
      if (!Number.isInteger(child) || child < 0 || child >= nodes) read.reject('a child does not exist');
      if (depths[child] !== 0) read.reject('a node has two parents');
      depths[child] = depths[node] + 1;
      open.push(child);
    }
  }
}
