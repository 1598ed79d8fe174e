import { binColumn, findBin, type FeatureBins } from '../binning/feature-bins.ts';
import { calibrate, type RawPrediction } from '../calibration/calibrator.ts';
import { fitCalibrator } from '../calibration/fit-calibrator.ts';
import { createReference } from '../calibration/reference.ts';
import type { Engine } from '../engine/engine.ts';
import { flattenTree, joinTrees, type NestedTree, setCovers, type Tree } from '../ensemble.ts';
import type { Json } from '../model.ts';
import { BinnedTreeModel } from '../prediction/tree-model.ts';
import type { Examples } from '../table.ts';
import { checkExamples } from '../training/check-examples.ts';
import { EdgeCollector } from './thresholds.ts';

/** Another program's tree, with conditions on raw numbers. */
export type ImportedTree =
  | { readonly value: number; readonly cover: number }
  | {
      readonly feature: number;
      /** Values up to this go left. */
      readonly edge: number;
      /** Absent = missing values go where more training rows went. */
      readonly missingRight?: boolean;
      readonly left: ImportedTree;
      readonly right: ImportedTree;
    };

/** Another program's trees and how they are added up. */
export interface ImportedForest {
  readonly source: string;
  readonly names: readonly string[];
  readonly trees: readonly ImportedTree[];
  readonly offset: number;
  readonly scale: number;
  /** Whether raw predictions are log odds or shares. */
  readonly link: RawPrediction;
}

export interface ImportContext {
  /** Settled examples that the model was not trained on, in order of time: for its calibrator and its reference. */
  readonly examples: Examples;
  readonly facts?: { readonly [key: string]: Json };
  /** By feature: the number that each category had in the other program; other categories count as missing. Absent = all features are numbers. */
  readonly categories?: CategoryNumbers;
  readonly engine?: Engine;
}

/** By feature, by category. */
export type CategoryNumbers = ReadonlyMap<string, ReadonlyMap<string, number>>;

const coverOf = (tree: ImportedTree): number =>
  'value' in tree ? tree.cover : coverOf(tree.left) + coverOf(tree.right);

function collectEdges(tree: ImportedTree, edges: EdgeCollector): void {
  if ('value' in tree) return;
  edges.add(tree.feature, tree.edge);
  collectEdges(tree.left, edges);
  collectEdges(tree.right, edges);
}

function toNestedTree(tree: ImportedTree, binOf: (feature: number, edge: number) => number): NestedTree {
  if ('value' in tree) return tree;
  const { feature, edge, left, right } = tree;
  return {
    feature,
    lastLeftBin: binOf(feature, edge),
    missingRight: tree.missingRight ?? coverOf(right) > coverOf(left),
    left: toNestedTree(left, binOf),
    right: toNestedTree(right, binOf),
  };
}

/** Computes covers from the examples for trees whose source has none. */
function computeMissingCovers(trees: readonly Tree[], bins: readonly FeatureBins[], examples: Examples): void {
  const uncounted = trees.filter((tree) => tree.cover[0] === 0);
  if (uncounted.length === 0) return;
  const byName = new Map(examples.columns.map((column) => [column.name, column]));
  const binned = bins.map((feature) => {
    const column = byName.get(feature.name);
    const rowBins = new Uint16Array(examples.rows);
    if (column) binColumn(column, feature, rowBins);
    return rowBins;
  });
  const once = new Uint8Array(examples.rows).fill(1);
  for (const tree of uncounted) setCovers(tree, once, (row, feature) => binned[feature][row]);
}

/** The bins of categories, which the other program saw as numbers. */
function withCategories(bins: readonly FeatureBins[], categories: CategoryNumbers): readonly FeatureBins[] {
  return bins.map((feature) => {
    const numbers = categories.get(feature.name);
    if (!numbers || feature.kind !== 'numeric') return feature;
    return {
      kind: 'categorical',
      name: feature.name,
      categories: [...numbers.keys()],
      bins: Uint16Array.from(numbers.values(), (value) => findBin(feature.edges, value)),
    };
  });
}

/** Fewer examples of an outcome cannot calibrate a model. */
const MIN_EXAMPLES_PER_OUTCOME = 20;

/**
 * Makes a model of another program's trees. It predicts and explains like our own; its raw predictions are those of the
 * other program to the precision of float32 leaves.
 * @throws ForestError `import_invalid`, or as training does for the examples
 */
export function importForest(
  forest: ImportedForest,
  { examples, facts = {}, categories = new Map(), engine }: ImportContext,
): BinnedTreeModel {
  checkExamples(examples, MIN_EXAMPLES_PER_OUTCOME);
  const edges = new EdgeCollector(forest.names);
  for (const tree of forest.trees) collectEdges(tree, edges);
  const { bins: numericBins, binOf } = edges.finish();
  const bins = withCategories(numericBins, categories);
  const trees = forest.trees.map((tree) => flattenTree(toNestedTree(tree, binOf)));
  computeMissingCovers(trees, bins, examples);
  const parts = {
    learner: forest.source,
    bins,
    ensemble: joinTrees(trees, forest.offset, forest.scale),
    calibrator: { kind: 'identity' },
    reference: { quantiles: [], bins: [] },
    facts,
  } as const;
  const raw = new BinnedTreeModel(parts, engine).predictRawTable(examples);
  const calibrator = fitCalibrator({ ...examples, raw, of: forest.link });
  const probabilities = raw.map((value) => calibrate(calibrator, value));
  const reference = createReference(probabilities, examples.labels, examples.groups);
  return new BinnedTreeModel({ ...parts, calibrator, reference }, engine);
}
