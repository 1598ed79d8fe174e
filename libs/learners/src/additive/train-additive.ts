import { BinnedTreeModel, checkExamples, createReference, type Examples } from '@leadlight/forest';
import type { LearnerSettings } from '../learner.ts';
import { additiveTrees } from './additive-trees.ts';
import { binColumns, hasSharedBins, type ColumnsWithEnds } from './binned-columns.ts';
import { FOLDS, assignFolds } from './folds.ts';
import { fitSigmoid } from './platt.ts';
import { predictLogOdds, sigmoid, type AdditiveWeights } from './additive-weights.ts';

/** Learns weights from some of the rows. */
export type FitWeights = (columns: ColumnsWithEnds, rows: Int32Array) => AdditiveWeights;

export interface AdditiveLearner {
  readonly id: string;
  /** A feature, with the one for missing. */
  readonly maxBins: number;
  /** Fewest examples of either outcome. */
  readonly minPerOutcome: number;
  readonly fit: FitWeights;
}

/** More rows would change a calibrator of two numbers by nothing. */
const MAX_FOLD_ROWS = 40_000;

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
  const fold = assignFolds(examples, seed);
  const logOdds = new Float64Array(examples.rows);
  for (let held = 0; held < FOLDS; held++) {
    const rows = all.filter((row) => fold[row] === held);
    const others = all.filter((row) => fold[row] !== held);
    const stride = Math.ceil(others.length / MAX_FOLD_ROWS);
    // What decides which categories share a bin must not know the labels that are held out.
    const known = hasSharedBins(columns, maxBins)
      ? binColumns(
          examples,
          maxBins,
          Uint8Array.from(fold, (part) => Number(part !== held)),
        )
      : columns;
    const weights = fit(
      known,
      others.filter((_, i) => i % stride === 0),
    );
    predictLogOdds(weights, known.bins, rows).forEach((value, i) => (logOdds[rows[i]] = value));
    onProgress?.(held + 1, FOLDS + 1);
  }
  const calibrator = fitSigmoid(logOdds, columns.labels, columns.weights);
  const outOfBag = logOdds.map((raw) => sigmoid(calibrator.slope * raw + calibrator.intercept));
  const model = new BinnedTreeModel({
    learner: id,
    bins: columns.features,
    ensemble: additiveTrees(fit(columns, all), columns),
    calibrator,
    reference: createReference(outOfBag, columns.labels),
    facts,
  });
  onProgress?.(FOLDS + 1, FOLDS + 1);
  return { model, outOfBag };
}
