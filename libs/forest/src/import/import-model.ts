import { calibrate, type Calibrator } from '../calibration/calibrator.ts';
import { fitCalibrator, fitSigmoid } from '../calibration/fit-calibrator.ts';
import { collectCalibrationPoints } from '../calibration/calibration-points.ts';
import { binColumn, type FeatureBins } from '../binning/feature-bins.ts';
import { setCovers } from '../cover.ts';
import { checkExamples } from '../training/check-examples.ts';
import type { Engine } from '../engine/engine.ts';
import { joinTrees, type Tree } from '../ensemble.ts';
import { ForestError } from '../errors.ts';
import type { Json } from '../model.ts';
import { flattenTree, type NestedTree } from '../plain-tree.ts';
import { createReference } from '../calibration/reference.ts';
import type { Examples } from '../table.ts';
import { BinnedTreeModel } from '../prediction/tree-model.ts';
import { EdgeCollector } from './thresholds.ts';

/** A tree from elsewhere, its conditions on raw numbers. */
export type ImportedTree =
  | { readonly value: number; readonly cover: number }
  | {
      readonly feature: number;
      /** A value up to this goes left. */
      readonly edge: number;
      /** Absent = missing goes where more training rows went. */
      readonly missingRight?: boolean;
      readonly left: ImportedTree;
      readonly right: ImportedTree;
    };

/** Trees from elsewhere and how they add up. */
export interface ImportedForest {
  readonly source: string;
  readonly names: readonly string[];
  readonly trees: readonly ImportedTree[];
  readonly offset: number;
  readonly scale: number;
  /** Whether raw predictions are log odds or shares. */
  readonly link: 'log odds' | 'share';
}

export interface ImportContext {
  /** Decided examples that the model did not learn from, in order of time: they calibrate it and make its reference. */
  readonly examples: Examples;
  readonly facts?: { readonly [key: string]: Json };
  readonly engine?: Engine;
}

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
  const missingRight = tree.missingRight ?? coverOf(right) > coverOf(left);
  return {
    feature,
    lastLeftBin: binOf(feature, edge),
    missingRight,
    left: toNestedTree(left, binOf),
    right: toNestedTree(right, binOf),
  };
}

function fitCalibratorFor(link: ImportedForest['link'], raw: Float64Array, { labels, weights }: Examples): Calibrator {
  return link === 'share'
    ? fitCalibrator(raw, labels, weights)
    : fitSigmoid(collectCalibrationPoints(raw, labels, weights));
}

/** Where a source keeps no counts, the examples say how rows spread in its trees. */
function computeMissingCovers(trees: readonly Tree[], bins: readonly FeatureBins[], examples: Examples): void {
  const uncounted = trees.filter((tree) => tree.cover[0] === 0);
  if (uncounted.length === 0) return;
  const byName = new Map(examples.columns.map((column) => [column.name, column]));
  const binned = bins.map((feature) => {
    const column = byName.get(feature.name);
    const places = new Uint16Array(examples.rows);
    if (column) binColumn(column, feature, places);
    return places;
  });
  const once = new Uint8Array(examples.rows).fill(1);
  for (const tree of uncounted) setCovers(tree, once, (row, feature) => binned[feature][row]);
}

/** Fewer say nothing about calibration. */
const MIN_EXAMPLES_PER_OUTCOME = 20;

/**
 * Makes a model of trees that were grown elsewhere: scored, explained, kept and watched as our own are. Its raw predictions
 * are the other program's to the precision of float32 leaves.
 * @throws ForestError `import_invalid`, or as training does for the examples
 */
export function importForest(forest: ImportedForest, { examples, facts = {}, engine }: ImportContext): BinnedTreeModel {
  checkExamples(examples, MIN_EXAMPLES_PER_OUTCOME);
  const edges = new EdgeCollector(forest.names);
  for (const tree of forest.trees) collectEdges(tree, edges);
  const { bins, binOf } = edges.finish();
  const trees = forest.trees.map((tree): Tree => flattenTree(toNestedTree(tree, binOf)));
  if (trees.length === 0) {
    throw new ForestError({ code: 'import_invalid', source: forest.source, reason: 'it has no trees' });
  }
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
  const calibrator = fitCalibratorFor(forest.link, raw, examples);
  const reference = createReference(
    raw.map((value) => calibrate(calibrator, value)),
    examples.labels,
  );
  return new BinnedTreeModel({ ...parts, calibrator, reference }, engine);
}
