import type { Tree } from '../ensemble.ts';
import { ForestError } from '../errors.ts';
import { flattenTree, type NestedTree } from '../plain-tree.ts';
import type { BinnedTreeModel } from '../prediction/tree-model.ts';
import { fieldReader, MAX_IMPORT_DEPTH } from './field-reader.ts';
import { importForest, type ImportContext, type ImportedTree } from './import-model.ts';
import { previousDouble } from './thresholds.ts';

/** A node as ml-cart writes it to JSON; nodes without children are leaves, whatever else they hold. */
export interface MlNode {
  readonly splitColumn?: number;
  readonly splitValue?: number;
  readonly left?: MlNode;
  readonly right?: MlNode;
  /** [1 × classes] Shares of the classes among the leaf's rows. */
  readonly distribution?: readonly (readonly number[])[];
}

/** `RandomForestClassifier.toJSON()` of ml-random-forest 2.1.0, as far as it is read here. */
export interface MlForest {
  readonly name: string;
  readonly baseModel: {
    /** [trees][features of the tree] Which feature a tree's column is. */
    readonly indexes: readonly (readonly number[])[];
    readonly estimators: readonly { readonly root: MlNode }[];
  };
}

/** Turns "less than this goes left" on one feature into the highest bin that goes left. */
export type BinBelow = (feature: number, threshold: number) => number;

const reject = (reason: string): never => {
  throw new ForestError({ code: 'import_invalid', source: 'ml-random-forest', reason });
};

/** A leaf votes for its most frequent class, the lower one where they tie. */
function voteOf(node: MlNode): number {
  const shares = node.distribution?.[0];
  if (!shares || shares.length === 0) return reject('a leaf has no class distribution');
  return shares.length > 1 && shares[1] > shares[0] ? 1 : 0;
}

/**
 * One of the forest's trees in our layout, its leaves the votes 0 and 1.
 */
export function convertMlTree(forest: MlForest, t: number, binBelow: BinBelow): Tree {
  const indexes = forest.baseModel.indexes[t];
  const convert = (node: MlNode): NestedTree => {
    if (!node.left || !node.right) return { value: voteOf(node), cover: 1 };
    const feature = indexes[node.splitColumn ?? -1];
    const threshold = node.splitValue;
    if (feature === undefined || threshold === undefined) return reject('a split names no column or value');
    return {
      feature,
      lastLeftBin: binBelow(feature, threshold),
      missingRight: false,
      left: convert(node.left),
      right: convert(node.right),
    };
  };
  return flattenTree(convert(forest.baseModel.estimators[t].root));
}

function rawTree(node: MlNode, indexes: readonly number[], depth: number): ImportedTree {
  if (depth > MAX_IMPORT_DEPTH) return reject('a tree is too deep');
  if (!node.left || !node.right) return { value: voteOf(node), cover: 0 };
  const feature = indexes[node.splitColumn ?? -1];
  const threshold = node.splitValue;
  if (feature === undefined || typeof threshold !== 'number') return reject('a split names no column or value');
  return {
    feature,
    edge: previousDouble(threshold),
    // It compares NaN as not less, which goes right.
    missingRight: true,
    left: rawTree(node.left, indexes, depth + 1),
    right: rawTree(node.right, indexes, depth + 1),
  };
}

/**
 * A classification forest of ml-random-forest, from `JSON.stringify(forest)`. It keeps no counts of rows, so the examples
 * say how rows spread in its trees.
 * @param names [features] in the order of its training columns
 * @throws ForestError `import_invalid`
 */
export function importMlRandomForest(json: unknown, names: readonly string[], context: ImportContext): BinnedTreeModel {
  const read = fieldReader('ml-random-forest');
  const { name, baseModel } = read.object(json, 'the forest');
  if (name !== 'RFClassifier') reject('it is no RFClassifier');
  const base = read.object(baseModel, 'baseModel');
  const indexes = read.list(base['indexes'], 'indexes').map((list) => read.numbers(list, 'indexes'));
  const trees = read.list(base['estimators'], 'estimators').map((estimator, t) => {
    const root = read.object(read.object(estimator, 'a tree')['root'], 'root') as MlNode;
    return rawTree(root, indexes[t] ?? [], 0);
  });
  const scale = 1 / Math.max(1, trees.length);
  return importForest({ source: 'ml-random-forest', names, trees, offset: 0, scale, link: 'share' }, context);
}
