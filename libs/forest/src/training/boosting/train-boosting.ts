import { mix } from '../../core/random.ts';
import { javascriptEngine } from '../../engine/javascript.ts';
import { joinTrees } from '../../ensemble.ts';
import type { Examples } from '../../table.ts';
import { checkExamples } from '../check-examples.ts';
import { calibrateModel, type TrainedModel, type TrainingContext } from '../train-forest.ts';
import { bestRound, boost, type BoostingRun, predictMargins } from './boost.ts';
import { allocateBoostingExamples, type BoostingExamples } from './boosting-examples.ts';
import { type BoostingSettings, completeBoostingSettings } from './boosting-settings.ts';

/** [rows] The validation fold of each row; rows of one group share a fold. */
function assignFolds(
  { rows, grouped, workspace: { view } }: BoostingExamples,
  folds: number,
  seed: number,
): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, row) => {
    const group = grouped ? view.groups[row] : row;
    return Math.floor(((mix(mix(group + 1) ^ seed) >>> 0) / 2 ** 32) * folds);
  });
}

/** Sum of the losses of all runs by round; a run that stopped early keeps its last loss. */
function addLosses(runs: readonly BoostingRun[]): number[] {
  const longest = Math.max(...runs.map((run) => run.losses.length));
  return Array.from({ length: longest }, (_, round) =>
    runs.reduce((sum, { losses }) => sum + losses[Math.min(round, losses.length - 1)], 0),
  );
}

interface CrossValidation {
  /** The best number of rounds. */
  readonly rounds: number;
  /** [rows] Raw predictions by the run that a row was not trained on; NaN where there is none. */
  readonly raw: Float64Array;
}

/** Trains on all folds but one, for one fold after another. */
function crossValidate(
  examples: BoostingExamples,
  settings: BoostingSettings,
  onRound: (done: number) => void,
): CrossValidation {
  const { view } = examples.workspace;
  const foldOf = assignFolds(examples, Math.max(5, settings.folds), settings.seed);
  const runs = Array.from({ length: settings.folds }, (_, fold) => {
    for (let row = 0; row < examples.rows; row++) view.trainingRows[row] = foldOf[row] === fold ? 0 : 1;
    return boost(examples, settings, settings.rounds, true, onRound);
  });
  const rounds = bestRound(addLosses(runs));
  const raw = new Float64Array(examples.rows).fill(NaN);
  runs.forEach((run, fold) => {
    predictMargins(examples, run, rounds).forEach((margin, row) => {
      if (foldOf[row] === fold) raw[row] = margin;
    });
  });
  return { rounds, raw };
}

/**
 * Gradient boosting of trees on histograms with logistic loss, a learning rate, and sampled rows and features. Cross-validation
 * finds the number of rounds and calibrates the model. Same examples, settings and seed give the same model.
 *
 * ```ts
 * const { model } = trainBoosting(examples, { seed: 1, maxDepth: 4, learningRate: 0.05 });
 * ```
 * @returns `outOfBag` holds the probabilities of the validation rows: all rows, or one fifth of more than 20,000
 * @throws ForestError `too_few_examples`, `one_outcome`, `infinite_value`, `bad_setting`, …
 * @source Friedman 2001; Chen & Guestrin 2016, "XGBoost"
 */
export function trainBoosting(
  examples: Examples,
  given: Partial<BoostingSettings> = {},
  { engine = javascriptEngine, facts = {}, onProgress }: TrainingContext = {},
): TrainedModel {
  const settings = completeBoostingSettings(given, examples.rows);
  checkExamples(examples, settings.minPerOutcome);
  const binned = allocateBoostingExamples(examples, settings, engine);
  const totalSteps = settings.rounds * (settings.folds + 1);
  let steps = 0;
  const onRound = () => onProgress?.(Math.min(++steps, totalSteps), totalSteps);
  const { rounds, raw } = crossValidate(binned, settings, onRound);
  binned.workspace.view.trainingRows.fill(1);
  const { start, trees } = boost(binned, settings, rounds, false, onRound);
  onProgress?.(totalSteps, totalSteps);
  const parts = {
    learner: 'boosting',
    bins: binned.features,
    ensemble: joinTrees(trees, start, 1),
    facts,
  };
  return calibrateModel(parts, raw, examples, engine, 'log odds');
}
