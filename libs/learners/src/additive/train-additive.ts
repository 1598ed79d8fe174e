import { BinnedTreeModel, checkExamples, referenceOf, type Examples } from '@leadlight/forest';
import type { LearnerSettings } from '../learner.ts';
import { additiveTrees } from './additive-trees.ts';
import { binColumns, type BinnedColumns } from './binned-columns.ts';
import { fitSigmoid } from './platt.ts';
import { logOddsOf, sigmoid, type AdditiveWeights } from './weights.ts';

/** Learns weights from some of the rows. */
export type FitWeights = (columns: BinnedColumns, rows: Int32Array) => AdditiveWeights;

export interface AdditiveLearner {
  readonly id: string;
  /** A feature, with the one for missing. */
  readonly maxBins: number;
  /** Fewest examples of either outcome. */
  readonly minPerOutcome: number;
  readonly fit: FitWeights;
}

const FOLDS = 5;
/** More rows would change a calibrator of two numbers by nothing. */
const MOST_FOLD_ROWS = 40_000;

/**
 * Trains an additive model: its calibrator and its reference come from predictions of each fifth of the groups by weights
 * learned from the others, which stand in place of out-of-bag ones.
 * @throws ForestError `too_few_examples`, `one_outcome`, …
 */
export function trainAdditive(
  { id, maxBins, minPerOutcome, fit }: AdditiveLearner,
  examples: Examples,
  { seed, facts = {}, onProgress }: LearnerSettings,
) {
  checkExamples(examples, minPerOutcome);
  const columns = binColumns(examples, maxBins);
  const all = Int32Array.from({ length: examples.rows }, (_, row) => row);
  const fold = foldsOf(examples, seed);
  const logOdds = new Float64Array(examples.rows);
  for (let held = 0; held < FOLDS; held++) {
    const rows = all.filter((row) => fold[row] === held);
    const others = all.filter((row) => fold[row] !== held);
    const stride = Math.ceil(others.length / MOST_FOLD_ROWS);
    const weights = fit(
      columns,
      others.filter((_, i) => i % stride === 0),
    );
    logOddsOf(weights, columns.bins, rows).forEach((value, i) => (logOdds[rows[i]] = value));
    onProgress?.(held + 1, FOLDS + 1);
  }
  const calibrator = fitSigmoid(logOdds, columns.labels, columns.weights);
  const outOfBag = logOdds.map((raw) => sigmoid(calibrator.slope * raw + calibrator.intercept));
  const model = new BinnedTreeModel({
    learner: id,
    bins: columns.features,
    ensemble: additiveTrees(fit(columns, all), columns),
    calibrator,
    reference: referenceOf(outOfBag, columns.labels),
    facts,
  });
  onProgress?.(FOLDS + 1, FOLDS + 1);
  return { model, outOfBag };
}

/** [rows] A fold of 0…4 for each, the same for all rows of a group. */
function foldsOf({ rows, groups }: Examples, seed: number): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, row) => {
    // Fibonacci hashing: neighbouring groups fall far apart.
    const mixed = Math.imul((groups ? groups[row] : row) ^ (seed | 0), 0x9e3779b1) >>> 0;
    return Math.floor((mixed / 2 ** 32) * FOLDS);
  });
}
