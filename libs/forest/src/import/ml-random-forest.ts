import { flattenTree, type NestedTree, type Tree } from '../ensemble.ts';
import type { BinnedTreeModel } from '../prediction/tree-model.ts';
import { fieldReader } from './field-reader.ts';
import { checkFeatureNames, checkTreeCount, importLimits, NodeCount } from './import-limits.ts';
import { type ImportContext, type ImportedTree, importForest } from './import-model.ts';
import { previousDouble } from './thresholds.ts';

/** A node as ml-cart writes it to JSON; a node without children is a leaf, whatever its other members. */
export interface MlNode {
  readonly splitColumn?: number;
  readonly splitValue?: number;
  readonly left?: MlNode;
  readonly right?: MlNode;
  /** [1 × classes] Shares of the classes among the leaf's rows. */
  readonly distribution?: readonly (readonly number[])[];
}

/** What is read of `RandomForestClassifier.toJSON()` of ml-random-forest 2.1.0. */
export interface MlForest {
  readonly name: string;
  readonly baseModel: {
    /** [trees][features of the tree] The feature of each column of a tree. */
    readonly indexes: readonly (readonly number[])[];
    readonly estimators: readonly { readonly root: MlNode }[];
  };
}

/** Converts "less than the threshold goes left" to the last bin that goes left. */
export type BinBelow = (feature: number, threshold: number) => number;

const read = fieldReader('ml-random-forest');

/** A leaf votes for its most frequent class, or for the lower one in a tie. */
function voteOf(node: MlNode): number {
  const shares = read.numbers(read.list(node.distribution, 'the class distribution of a leaf')[0], 'a leaf');
  if (shares.length === 0) return read.reject('a leaf has no class distribution');
  return shares.length > 1 && shares[1] > shares[0] ? 1 : 0;
}

function splitOf({ splitColumn, splitValue }: MlNode, indexes: readonly number[]) {
  const feature = typeof splitColumn === 'number' ? indexes[splitColumn] : undefined;
  if (feature === undefined || typeof splitValue !== 'number') return read.reject('a split has no column or value');
  return { feature, threshold: splitValue };
}

/** Converts one tree of the forest; its leaves are the votes 0 and 1. */
export function convertMlTree(forest: MlForest, t: number, binBelow: BinBelow): Tree {
  const indexes = forest.baseModel.indexes[t];
  const convert = (node: MlNode): NestedTree => {
    if (!node.left || !node.right) return { value: voteOf(node), cover: 1 };
    const { feature, threshold } = splitOf(node, indexes);
    const lastLeftBin = binBelow(feature, threshold);
    return { feature, lastLeftBin, missingRight: false, left: convert(node.left), right: convert(node.right) };
  };
  return flattenTree(convert(forest.baseModel.estimators[t].root));
}

function parseTree(value: unknown, indexes: readonly number[], depth: number, count: NodeCount): ImportedTree {
  count.add(1);
  if (depth > importLimits.depth) return read.reject('a tree is too deep');
  const node = read.object(value, 'a node') as MlNode;
  if (!node.left || !node.right) return { value: voteOf(node), cover: 0 };
  const { feature, threshold } = splitOf(node, indexes);
  return {
    feature,
    edge: previousDouble(threshold),
    // ml-cart sends NaN right, because no comparison with NaN is true.
    missingRight: true,
    left: parseTree(node.left, indexes, depth + 1, count),
    right: parseTree(node.right, indexes, depth + 1, count),
  };
}

/**
 * Imports a classification forest of ml-random-forest from `JSON.stringify(forest)`. That has no counts of rows, so the
 * covers of its trees are computed from the examples.
 * @param names [features] in the order of its training columns
 * @throws ForestError `import_invalid`
 */
export function importMlRandomForest(json: unknown, names: readonly string[], context: ImportContext): BinnedTreeModel {
  const { name, baseModel } = read.object(json, 'the forest');
  if (name !== 'RFClassifier') read.reject('it is not an RFClassifier');
  const base = read.object(baseModel, 'baseModel');
  checkFeatureNames('ml-random-forest', names);
  const estimators = read.list(base['estimators'], 'estimators');
  checkTreeCount('ml-random-forest', estimators);
  const indexes = read.list(base['indexes'], 'indexes').map((list) => read.numbers(list, 'indexes'));
  const count = new NodeCount('ml-random-forest');
  const trees = estimators.map((estimator, t) =>
    parseTree(read.object(estimator, 'a tree')['root'], indexes[t] ?? [], 0, count),
  );
  const scale = 1 / Math.max(1, trees.length);
  return importForest({ source: 'ml-random-forest', names, trees, offset: 0, scale, link: 'share' }, context);
}
