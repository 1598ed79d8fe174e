import { calibrate } from '../../calibration/calibrator.ts';
import { fitSigmoid } from '../../calibration/fit-calibrator.ts';
import { collectCalibrationPoints } from '../../calibration/calibration-points.ts';
import { checkExamples } from '../check-examples.ts';
import { mix } from '../../core/random.ts';
import { javascriptEngine } from '../../engine/javascript.ts';
import { joinTrees } from '../../ensemble.ts';
import { createReference } from '../../calibration/reference.ts';
import type { Examples } from '../../table.ts';
import type { TrainedModel, TrainingContext } from '../train-forest.ts';
import { BinnedTreeModel } from '../../prediction/tree-model.ts';
import { bestRound, boost, type BoostingRun, predictMargins } from './boost.ts';
import { type BoostingExamples, allocateBoostingExamples } from './boosting-examples.ts';
import { type BoostingSettings, completeBoostingSettings } from './boosting-settings.ts';

/** [rows] Which part a row is left out with; rows of one group go together. */
function assignFolds(
  { rows, grouped, workspace: { view } }: BoostingExamples,
  parts: number,
  seed: number,
): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, row) => {
    const group = grouped ? view.groups[row] : row;
    return Math.floor(((mix(mix(group + 1) ^ seed) >>> 0) / 2 ** 32) * parts);
  });
}

/** Losses of all runs added up, round by round; a run that stopped early keeps its last one. */
function addLosses(runs: readonly BoostingRun[]): number[] {
  const longest = Math.max(...runs.map((run) => run.losses.length));
  return Array.from({ length: longest }, (_, round) =>
    runs.reduce((sum, { losses }) => sum + losses[Math.min(round, losses.length - 1)], 0),
  );
}

interface CrossValidation {
  readonly rounds: number;
  /** [rows] Raw predictions by the run that left the row out; NaN where none did. */
  readonly raw: Float64Array;
}

/** Leaves parts out in turn, to find the best round and predictions that no label could sway. */
function crossValidate(
  boosting: BoostingExamples,
  settings: BoostingSettings,
  onRound: (done: number) => void,
): CrossValidation {
  const { view } = boosting.workspace;
  const parts = assignFolds(boosting, Math.max(5, settings.folds), settings.seed);
  const runs = Array.from({ length: settings.folds }, (_, part) => {
    for (let row = 0; row < boosting.rows; row++) view.inside[row] = parts[row] === part ? 0 : 1;
    return boost(boosting, settings, settings.rounds, true, onRound);
  });
  const rounds = bestRound(addLosses(runs));
  const raw = new Float64Array(boosting.rows).fill(NaN);
  runs.forEach((run, part) => {
    const margins = predictMargins(boosting, run, rounds);
    margins.forEach((margin, row) => {
      if (parts[row] === part) raw[row] = margin;
    });
  });
  return { rounds, raw };
}

/**
 * Gradient boosting of trees on histograms with logistic loss, shrinkage, sampled rows and features, and as many rounds
 * as serve rows that were left out; then calibrated on those. Same examples, settings and seed give the same model.
 * @returns out-of-bag probabilities are those of the rows left out; above 20,000 examples that is one fifth of them
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
  const boosting = allocateBoostingExamples(examples, settings, engine);
  let steps = 0;
  const onRound = () => onProgress?.(Math.min(++steps, allSteps), allSteps);
  const allSteps = settings.rounds * (settings.folds + 1);
  const { rounds, raw } = crossValidate(boosting, settings, onRound);
  boosting.workspace.view.inside.fill(1);
  const { start, trees } = boost(boosting, settings, rounds, false, onRound);
  onProgress?.(allSteps, allSteps);
  const calibrator = fitSigmoid(collectCalibrationPoints(raw, examples.labels, examples.weights));
  const outOfBag = raw.map((margin) => (margin === margin ? calibrate(calibrator, margin) : margin));
  const parts = {
    learner: 'boosting',
    bins: boosting.features,
    ensemble: joinTrees(trees, start, 1),
    calibrator,
    reference: createReference(outOfBag, examples.labels),
    facts,
  };
  return { model: new BinnedTreeModel(parts, engine), outOfBag };
}
