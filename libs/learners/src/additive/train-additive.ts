import {
  calibrateModel,
  checkExamples,
  javascriptEngine,
  type Examples,
  type FeatureBins,
  type TrainedModel,
} from '@leadlight/forest';
import type { LearnerSettings } from '../learner.ts';
import { additiveTrees } from './additive-trees.ts';
import { binColumns, columnsOnBins, rebinShared, type ColumnsWithEnds } from './binned-columns.ts';
import { FOLDS, assignFolds } from './folds.ts';
import { predictLogOdds, type AdditiveWeights } from './additive-weights.ts';

/** Fits weights on some of the rows. */
export type FitWeights = (columns: ColumnsWithEnds, rows: Int32Array) => AdditiveWeights;

export interface AdditiveLearner {
  readonly id: string;
  /** Per feature, including the one for missing values. */
  readonly maxBins: number;
  /** Minimal number of examples of each outcome. */
  readonly minPerOutcome: number;
  readonly fit: FitWeights;
}

/** Rows of a fold's training part; more would hardly change the cross-validated predictions. */
const MAX_FOLD_ROWS = 40_000;

/**
 * Trains an additive model. Its calibrator and its reference come from cross-validated predictions instead of out-of-bag ones.
 * @param given bins to use instead of its own
 * @throws ForestError `too_few_examples`, `one_outcome`, …
 */
export function trainAdditive(
  { id, maxBins, minPerOutcome, fit }: AdditiveLearner,
  examples: Examples,
  { seed, facts = {}, onProgress }: LearnerSettings,
  given?: readonly FeatureBins[],
): TrainedModel {
  checkExamples(examples, minPerOutcome);
  const columns = given ? columnsOnBins(examples, given) : binColumns(examples, maxBins);
  const limit = given ? Math.max(...columns.binCounts) : maxBins;
  const all = Int32Array.from({ length: examples.rows }, (_, row) => row);
  const foldOf = assignFolds(examples, seed);
  const logOdds = new Float64Array(examples.rows);
  for (let held = 0; held < FOLDS; held++) {
    const rows = all.filter((row) => foldOf[row] === held);
    const others = all.filter((row) => foldOf[row] !== held);
    const stride = Math.ceil(others.length / MAX_FOLD_ROWS);
    // Labels of the held-out fold must not influence which categories share a bin.
    const isCounted = Uint8Array.from(foldOf, (fold) => Number(fold !== held));
    const foldColumns = rebinShared(columns, examples, limit, isCounted);
    const weights = fit(
      foldColumns,
      others.filter((_, i) => i % stride === 0),
    );
    predictLogOdds(weights, foldColumns.bins, rows).forEach((value, i) => (logOdds[rows[i]] = value));
    onProgress?.(held + 1, FOLDS + 1);
  }
  const ensemble = additiveTrees(fit(columns, all), columns);
  const parts = { learner: id, bins: columns.features, ensemble, facts };
  const trained = calibrateModel(parts, logOdds, examples, javascriptEngine, 'log odds');
  onProgress?.(FOLDS + 1, FOLDS + 1);
  return trained;
}
