import { javascriptEngine } from '../../engine/javascript.ts';
import { type Ensemble, joinTrees } from '../../ensemble.ts';
import type { Examples } from '../../table.ts';
import { checkExamples } from '../check-examples.ts';
import { calibrateModel, type TrainedModel, type TrainingContext } from '../train-forest.ts';
import { bestRound, boost, type BoostingRun, predictHeldOut } from './boost.ts';
import { allocateBoostingExamples, type BoostingExamples } from './boosting-examples.ts';
import {
  type BoostingSettings,
  capacityOf,
  completeBoostingSettings,
  MAX_SEARCHED_DEPTH,
} from './boosting-settings.ts';
import { addLosses, assignFolds, holdOut } from './folds.ts';
import { searchSettings } from './search-settings.ts';

interface CrossValidation {
  /** The best number of rounds. */
  readonly rounds: number;
  /** [rows] Raw predictions by the run that a row was not trained on; NaN where there is none. */
  readonly raw: Float64Array;
  /** [folds] */
  readonly runs: readonly BoostingRun[];
}

/** Trains on all folds but one, for one fold after another. */
function crossValidate(
  examples: BoostingExamples,
  settings: BoostingSettings,
  onRound: (done: number) => void,
): CrossValidation {
  const foldOf = assignFolds(examples, settings.folds, settings.seed);
  const runs = Array.from({ length: settings.folds }, (_, fold) => {
    holdOut(examples, foldOf, fold);
    return boost(examples, settings, settings.rounds, true, onRound);
  });
  const rounds = bestRound(addLosses(runs));
  const raw = new Float64Array(examples.rows).fill(NaN);
  runs.forEach((run, fold) => {
    // The bins of this fold's rows are those of the statistics of the other folds, the same in every order of the rows.
    holdOut(examples, foldOf, fold);
    examples.permuteCategories(1)[0]();
    predictHeldOut(examples, run, rounds, raw);
  });
  return { rounds, raw, runs };
}

/**
 * Gradient boosting of trees on histograms with logistic loss, a learning rate, and sampled rows and features. Cross-validation
 * finds the number of rounds and calibrates the model. With `searchWork` the capacity that fits the examples is searched for
 * first, and replaces the given depth, regularisation and sampling. Same examples, settings and seed give the same model, on
 * any machine.
 *
 * ```ts
 * const { model } = trainBoosting(examples, { seed: 1, maxDepth: 4, learningRate: 0.05 });
 * ```
 * @returns `outOfBag` holds the probabilities of the validation rows: all rows, or one fifth with a single fold
 * @throws ForestError `too_few_examples`, `one_outcome`, `infinite_value`, `bad_setting`, …
 * @source Friedman 2001; Chen & Guestrin 2016, "XGBoost"
 */
export function trainBoosting(
  examples: Examples,
  given: Partial<BoostingSettings> = {},
  { engine = javascriptEngine, facts = {}, onProgress }: TrainingContext = {},
): TrainedModel {
  const complete = completeBoostingSettings(given, examples.rows);
  checkExamples(examples, complete.minPerOutcome);
  const isSearching = complete.searchWork > 0;
  const maxDepth = isSearching ? Math.max(complete.maxDepth, MAX_SEARCHED_DEPTH) : complete.maxDepth;
  const binned = allocateBoostingExamples(examples, { ...complete, maxDepth }, engine);
  const settings = isSearching ? searchSettings(binned, complete) : complete;
  const totalSteps = settings.rounds * (settings.folds + 1);
  let steps = 0;
  const onRound = () => onProgress?.(Math.min(++steps, totalSteps), totalSteps);
  const validation = crossValidate(binned, settings, onRound);
  const ensemble = finalEnsemble(binned, settings, validation, onRound);
  onProgress?.(totalSteps, totalSteps);
  const parts = {
    learner: 'boosting',
    bins: binned.features,
    ensemble,
    facts,
  };
  return { ...calibrateModel(parts, validation.raw, examples, engine, 'log odds'), capacity: capacityOf(settings) };
}

/** Reasons take about 0.4 ms for each 100,000 nodes of depth 8, so with more nodes one model learns from all rows. */
const MAX_BAGGED_NODES = 200_000;

/** The mean of the folds' models, or one model of all rows. */
function finalEnsemble(
  examples: BoostingExamples,
  settings: BoostingSettings,
  { rounds, runs }: CrossValidation,
  onRound: (done: number) => void,
): Ensemble {
  const trees = runs.flatMap((run) => run.trees.slice(0, rounds));
  const nodes = trees.reduce((sum, { split }) => sum + split.length, 0);
  if (settings.bagging === 1 && runs.length > 1 && nodes <= MAX_BAGGED_NODES) {
    const start = runs.reduce((sum, run) => sum + run.start, 0) / runs.length;
    return joinTrees(trees, start, 1 / runs.length);
  }
  examples.workspace.view.trainingRows.fill(1);
  const run = boost(examples, settings, rounds, false, onRound);
  return joinTrees(run.trees, run.start, 1);
}
