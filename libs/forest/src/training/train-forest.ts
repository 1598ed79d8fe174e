import { calibrate } from '../calibration/calibrator.ts';
import { fitCalibrator } from '../calibration/fit-calibrator.ts';
import { checkExamples } from './check-examples.ts';
import { log } from '../core/math.ts';
import type { Engine } from '../engine/engine.ts';
import { javascriptEngine } from '../engine/javascript.ts';
import { singleThread, type ThreadPool } from './thread-pool.ts';
import { binExamples } from '../binning/binned-examples.ts';
import { averageTrees } from './grow-trees.ts';
import type { Json } from '../model.ts';
import { createReference } from '../calibration/reference.ts';
import { completeForestSettings, type ForestSettings, minLeafCandidates } from './forest-settings.ts';
import type { Examples } from '../table.ts';
import { BinnedTreeModel, type ModelParts } from '../prediction/tree-model.ts';

export interface TrainedModel {
  readonly model: BinnedTreeModel;
  /** [rows] Calibrated out-of-bag probabilities, NaN where a row was never out of bag. */
  readonly outOfBag: Float64Array;
}

export interface TrainingContext {
  readonly engine?: Engine;
  /** Who grows the trees; this thread alone unless given. The forest does not depend on it. */
  readonly threadPool?: ThreadPool;
  readonly facts?: { readonly [key: string]: Json };
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Fits the calibrator on raw predictions that were made without a row's own label, and the reference with it.
 * @param raw [rows] NaN = unknown
 */
export function calibrateModel(
  parts: Omit<ModelParts, 'calibrator' | 'reference'>,
  raw: Float64Array,
  { labels, weights }: Examples,
  engine: Engine,
): TrainedModel {
  const calibrator = fitCalibrator(raw, labels, weights);
  const outOfBag = raw.map((value) => (value === value ? calibrate(calibrator, value) : value));
  const reference = createReference(outOfBag, labels);
  return { model: new BinnedTreeModel({ ...parts, calibrator, reference }, engine), outOfBag };
}

/** Mean log loss of the known probabilities. */
function meanLogLoss(probabilities: Float64Array, { labels, weights }: Examples): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    const p = labels[row] === 1 ? probabilities[row] : 1 - probabilities[row];
    if (p !== p) continue;
    const weight = weights ? weights[row] : 1;
    sum -= weight * log(Math.max(1e-12, p));
    total += weight;
  }
  return sum / total;
}

/**
 * Grows a probability forest on histograms: rows drawn for each tree, features sampled at every split; then calibrates
 * it on its out-of-bag predictions. Where the settings leave the size of leaves open, up to 20,000 examples choose it
 * themselves, by what they say of trees that left them out. Same examples, settings and seed give the same forest, byte for
 * byte.
 * @param examples rows in order of time, where there is one: the model's reference stands for the last 2,000
 * @throws ForestError `too_few_examples`, `one_outcome`, `infinite_value`, `bad_setting`, …
 * @source Breiman 2001, "Random Forests"
 */
export function trainForest(
  examples: Examples,
  given: Partial<ForestSettings> = {},
  context: TrainingContext = {},
): TrainedModel {
  const settings = completeForestSettings(given, examples.rows, examples.columns.length);
  checkExamples(examples, settings.minPerOutcome);
  const { engine = javascriptEngine, threadPool: crew = singleThread, facts = {}, onProgress } = context;
  const binned = binExamples(examples, settings, engine);
  const choices = minLeafCandidates(given, settings, examples.rows);
  const forests = choices.map((minLeaf, choice) => {
    const plan = { ...binned.plan, settings: { ...settings, minLeaf } };
    const { trees } = settings;
    const onTree = (done: number) => onProgress?.(choice * trees + done, choices.length * trees);
    const { ensemble, outOfBag: raw } = crew({ ...binned, plan }, averageTrees, onTree);
    return calibrateModel({ learner: 'forest', bins: binned.features, ensemble, facts }, raw, examples, engine);
  });
  const losses = forests.map(({ outOfBag }) => meanLogLoss(outOfBag, examples));
  return forests[losses.indexOf(Math.min(...losses))];
}
