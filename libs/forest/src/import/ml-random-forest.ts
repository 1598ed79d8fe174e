import type { Tree } from '../ensemble.ts';
import { ForestError } from '../errors.ts';
import { layOut, type PlainTree } from '../plain-tree.ts';

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

const refuse = (reason: string): never => {
  throw new ForestError({ code: 'import_invalid', source: 'ml-random-forest', reason });
};

/** A leaf votes for its most frequent class, the lower one where they tie. */
function voteOf(node: MlNode): number {
  const shares = node.distribution?.[0];
  if (!shares || shares.length === 0) return refuse('a leaf has no class distribution');
  return shares.length > 1 && shares[1] > shares[0] ? 1 : 0;
}

/**
 * One of the forest's trees in our layout, its leaves the votes 0 and 1.
 */
export function mlTree(forest: MlForest, t: number, binBelow: BinBelow): Tree {
  const indexes = forest.baseModel.indexes[t];
  const convert = (node: MlNode): PlainTree => {
    if (!node.left || !node.right) return { value: voteOf(node), cover: 1 };
    const feature = indexes[node.splitColumn ?? -1];
    const threshold = node.splitValue;
    if (feature === undefined || threshold === undefined) return refuse('a split names no column or value');
    return {
      feature,
      upTo: binBelow(feature, threshold),
      missingRight: false,
      left: convert(node.left),
      right: convert(node.right),
    };
  };
  return layOut(convert(forest.baseModel.estimators[t].root));
}
