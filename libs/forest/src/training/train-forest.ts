import { type BinnedExamples, binExamples } from '../binning/binned-examples.ts';
import { calibrate, type RawPrediction } from '../calibration/calibrator.ts';
import { fitCalibrator } from '../calibration/fit-calibrator.ts';
import { createReference } from '../calibration/reference.ts';
import { log } from '../core/math.ts';
import type { Engine } from '../engine/engine.ts';
import type { Ensemble } from '../ensemble.ts';
import { javascriptEngine } from '../engine/javascript.ts';
import type { Json } from '../model.ts';
import { BinnedTreeModel, type ModelParts } from '../prediction/tree-model.ts';
import type { Examples } from '../table.ts';
import type { BoostingCapacity } from './boosting/boosting-settings.ts';
import { checkExamples } from './check-examples.ts';
import { completeForestSettings, type ForestSettings, minLeafCandidates } from './forest-settings.ts';
import { toLogOddsLeaves } from './log-odds-leaves.ts';
import { outOfBagMeans } from './out-of-bag.ts';
import { type GrownForest, singleThread, type ThreadPool } from './thread-pool.ts';

export interface TrainedModel {
  readonly model: BinnedTreeModel;
  /** [rows] Calibrated out-of-bag probabilities, NaN where a row was never out of bag. */
  readonly outOfBag: Float64Array;
  /** [rows] The same before calibration: shares, or log odds where the model's raw predictions are log odds. */
  readonly rawOutOfBag: Float64Array;
  /** What boosting found, or was given, to fit the examples; absent for other learners. */
  readonly capacity?: BoostingCapacity;
}

export interface TrainingContext {
  /** JavaScript by default. */
  readonly engine?: Engine;
  /** This thread alone by default. The model does not depend on it. */
  readonly threadPool?: ThreadPool;
  /** Stored with the model. */
  readonly facts?: { readonly [key: string]: Json };
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Fits the calibrator and the reference of a model.
 * @param raw [rows] predictions that were made without the row's own label; NaN = unknown
 * @param of what these predictions are
 */
export function calibrateModel(
  parts: Omit<ModelParts, 'calibrator' | 'reference'>,
  raw: Float64Array,
  { labels, weights, groups }: Examples,
  engine: Engine,
  of: RawPrediction = 'share',
): TrainedModel {
  const calibrator = fitCalibrator({ raw, of, labels, weights, groups });
  const outOfBag = raw.map((value) => (value === value ? calibrate(calibrator, value) : value));
  const reference = createReference(outOfBag, labels, groups);
  return { model: new BinnedTreeModel({ ...parts, calibrator, reference }, engine), outOfBag, rawOutOfBag: raw };
}

function withLogOddsLeaves(binned: BinnedExamples, grown: Ensemble): GrownForest {
  const ensemble = toLogOddsLeaves(grown);
  return { ensemble, outOfBag: outOfBagMeans(binned, ensemble) };
}

/** Mean log loss of the probabilities that are not NaN. */
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
 * Grows a probability forest on histograms, with bootstrap rows for each tree and features sampled at every split, and
 * calibrates it on its out-of-bag predictions. Where `minLeaf` is not given and there are at most 20,000 examples, it is
 * chosen by out-of-bag loss. Same examples, settings and seed give the same forest, byte for byte.
 *
 * ```ts
 * const { model } = trainForest({ rows, columns, labels }, { seed: 1, trees: 200 });
 * model.predict(['Referral', 250]); // probability, 0..1
 * ```
 * @param examples in order of time, if known: the model's reference quantiles are those of the last 2,000 rows
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
  const { engine = javascriptEngine, threadPool = singleThread, facts = {}, onProgress } = context;
  const binned = binExamples(examples, settings, engine);
  const candidates = minLeafCandidates(given, settings, examples.rows);
  const forests = candidates.map((minLeaf, candidate) => {
    const plan = { ...binned.plan, settings: { ...settings, minLeaf } };
    const { trees } = settings;
    const onTree = (done: number) => onProgress?.(candidate * trees + done, candidates.length * trees);
    const grown = threadPool.growForest({ ...binned, plan }, onTree);
    const { ensemble, outOfBag } = settings.leafValues === 'share' ? grown : withLogOddsLeaves(binned, grown.ensemble);
    const parts = { learner: 'forest', bins: binned.features, ensemble, facts };
    return calibrateModel(parts, outOfBag, examples, engine, settings.leafValues);
  });
  const losses = forests.map(({ outOfBag }) => meanLogLoss(outOfBag, examples));
  return forests[losses.indexOf(Math.min(...losses))];
}
