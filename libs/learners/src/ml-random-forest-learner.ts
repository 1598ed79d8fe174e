import {
  averageTrees,
  drawBagCounts,
  type BinnedExamples,
  binExamples,
  calibrateModel,
  checkExamples,
  completeForestSettings,
  type Examples,
  ForestError,
  javascriptEngine,
  type MlForest,
  convertMlTree,
  outOfBagMeans,
  setCovers,
  type Tree,
} from '@leadlight/forest';
import { RandomForestClassifier } from 'ml-random-forest';
import type { Learner, LearnerSettings } from './learner.ts';

/** Its training time grows with the square of the rows. */
const MAX_ROWS = 1_000;
const TREES = 50;

/** The bins of all bagged rows as plain numbers; a row occurs as often as it is in the bag. */
function bagMatrix(binned: BinnedExamples, counts: Uint8Array, labels: Uint8Array) {
  const { features } = binned.plan;
  const matrix = binned.workspace.view.matrix;
  const inputs: number[][] = [];
  const outputs: number[] = [];
  counts.forEach((count, row) => {
    const bins = Array.from({ length: features }, (_, f) => matrix[row * features + f]);
    for (let k = 0; k < count; k++) {
      inputs.push(bins);
      outputs.push(labels[row]);
    }
  });
  return { inputs, outputs };
}

/**
 * Grows one tree with the library. The bag is ours, so that rows of one lead stay together and out-of-bag rows are known. The
 * library samples features per tree, hence half of them; without `gainThreshold: 0` it would not split unbalanced outcomes.
 */
export function growMlTree(binned: BinnedExamples, counts: Uint8Array, labels: Uint8Array, seed: number) {
  const forest = new RandomForestClassifier({
    nEstimators: 1,
    seed,
    useSampleBagging: false,
    noOOB: true,
    replacement: false,
    maxFeatures: Math.ceil(binned.plan.features / 2),
    treeOptions: { gainThreshold: 0, minNumSamples: 10, maxDepth: 12 },
  });
  const { inputs, outputs } = bagMatrix(binned, counts, labels);
  forest.train(inputs, outputs);
  return forest;
}

/** Converts the tree to our layout. It was grown on bin numbers, with 0 for missing, so its thresholds are between bins. */
export function toBinnedTree(forest: RandomForestClassifier, binned: BinnedExamples, counts: Uint8Array): Tree {
  const json = JSON.parse(JSON.stringify(forest)) as MlForest;
  const tree = convertMlTree(json, 0, (_, threshold) => Math.ceil(threshold) - 1);
  const { features } = binned.plan;
  const matrix = binned.workspace.view.matrix;
  setCovers(tree, counts, (row, f) => matrix[row * features + f]);
  return tree;
}

function train(examples: Examples, { seed, facts = {}, onProgress }: LearnerSettings) {
  if (examples.rows > MAX_ROWS) {
    throw new ForestError('too_many_rows', { rows: examples.rows, limit: MAX_ROWS, learner: 'ml-random-forest' });
  }
  const settings = completeForestSettings({ seed, trees: TREES, maxBins: 255 }, examples.rows, examples.columns.length);
  checkExamples(examples, settings.minPerOutcome);
  const binned = binExamples(examples, settings, javascriptEngine);
  const trees = Array.from({ length: TREES }, (_, t) => {
    const counts = drawBagCounts(binned, t);
    const forest = growMlTree(binned, counts, examples.labels, (seed + t) | 0);
    onProgress?.(t + 1, TREES);
    return toBinnedTree(forest, binned, counts);
  });
  const ensemble = averageTrees(trees);
  const parts = { learner: 'ml-random-forest', bins: binned.features, ensemble, facts };
  return calibrateModel(parts, outOfBagMeans(binned, ensemble), examples, javascriptEngine);
}

/** The npm package ml-random-forest 2.1.0, for small data and for comparison; calibrated and explained like our own forest. */
export const mlRandomForestLearner: Learner = { id: 'ml-random-forest', maxRows: MAX_ROWS, train };
