import { ForestError } from '../errors.ts';
import type { ImportedTree } from './import-model.ts';

/** Reads fields of another program's JSON and rejects any other shape. */
export interface FieldReader {
  reject(reason: string): never;
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

/** Deeper than any useful tree; also ends the walk where child numbers form a cycle. */
export const MAX_IMPORT_DEPTH = 60;

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

/** @throws ForestError `import_invalid` where lists differ in length or the tree is too deep */
export function parseNodeLists(read: FieldReader, lists: NodeLists): ImportedTree {
  const { left, right, feature, value, cover } = lists;
  const nodeAt = (node: number, depth: number): ImportedTree => {
    if (depth > MAX_IMPORT_DEPTH) return read.reject('a tree is too deep');
    if (left[node] === undefined || value[node] === undefined || !(cover[node] >= 0)) {
      return read.reject('its lists of nodes differ in length');
    }
    if (left[node] < 0) return { value: value[node], cover: cover[node] };
    return {
      feature: feature[node],
      edge: lists.edgeOf(node),
      missingRight: lists.missingRight(node),
      left: nodeAt(left[node], depth + 1),
      right: nodeAt(right[node], depth + 1),
    };
  };
  return nodeAt(0, 0);
}
