import type { Constraints } from './constraints.ts';
import type { RawPrediction } from '../calibration/calibrator.ts';
import { checkRanges, realNumber, wholeNumber, withoutUndefined } from './setting-ranges.ts';

/** How a forest is grown. Each setting has a default that fits the number of examples. */
export interface ForestSettings extends Constraints {
  /** 32-bit integer. */
  readonly seed: number;
  readonly trees: number;
  readonly maxDepth: number;
  /** Minimal number of bagged rows in a leaf, as scikit-learn's `min_samples_leaf`. */
  readonly minLeaf: number;
  /** Features tried at every split, as scikit-learn's `max_features`. */
  readonly featuresPerSplit: number;
  /** Bins per feature, including the one for missing values. */
  readonly maxBins: number;
  /** Minimal number of examples of each outcome. */
  readonly minPerOutcome: number;
  /** How much more often a converted example is drawn into a bag; the calibrator corrects the probabilities. */
  readonly positiveWeight: number;
  /** What leaves contain, and raw predictions are the mean of; shares of converted examples by default. */
  readonly leafValues: RawPrediction;
}

const ranges = {
  seed: wholeNumber(-(2 ** 31), 2 ** 32 - 1),
  trees: wholeNumber(1, 5000),
  maxDepth: wholeNumber(1, 30),
  minLeaf: wholeNumber(1, 2 ** 24),
  featuresPerSplit: wholeNumber(1, 2 ** 14),
  maxBins: wholeNumber(3, 255),
  minPerOutcome: wholeNumber(1, 2 ** 24),
  positiveWeight: realNumber(1e-3, 1e3),
} as const;

/** Grows with the number of examples: larger leaves make smaller and better forests. */
function defaultMinLeaf(rows: number): number {
  return Math.min(64, Math.max(5, Math.round(0.75 * Math.sqrt(rows))));
}

/** With more rows the size of leaves matters little, and growing a forest for each candidate takes long. */
const MAX_ROWS_FOR_MIN_LEAF_SEARCH = 20_000;
/** With fewer rows trees are small, so more of them are affordable, and out-of-bag losses are noisy. */
const SMALL_SAMPLE_ROWS = 5_000;

/** Sizes of leaves to try where none is given: strong signals need smaller leaves than weak ones. */
export function minLeafCandidates(given: Partial<ForestSettings>, { minLeaf }: ForestSettings, rows: number): number[] {
  if (given.minLeaf !== undefined || rows > MAX_ROWS_FOR_MIN_LEAF_SEARCH) return [minLeaf];
  const factor = rows < SMALL_SAMPLE_ROWS ? 2 : 4;
  const larger = Math.max(minLeaf, Math.min(factor * minLeaf, Math.floor(rows / 16)));
  return [...new Set([minLeaf, Math.round(minLeaf / factor), larger])];
}

/** Three quarters of the square root, so that trees differ a little more than usual, but at least three. */
function defaultFeaturesPerSplit(features: number): number {
  return Math.max(1, Math.min(features, Math.max(3, Math.round(0.75 * Math.sqrt(features)))));
}

/** Fills in the defaults. @throws ForestError `bad_setting` */
export function completeForestSettings(given: Partial<ForestSettings>, rows: number, features: number): ForestSettings {
  const settings: ForestSettings = {
    seed: 1,
    trees: rows < SMALL_SAMPLE_ROWS ? 400 : 200,
    maxDepth: 12,
    minLeaf: defaultMinLeaf(rows),
    featuresPerSplit: defaultFeaturesPerSplit(features),
    maxBins: 64,
    minPerOutcome: 40,
    positiveWeight: 1,
    leafValues: 'share',
    ...withoutUndefined(given),
  };
  checkRanges(settings, ranges);
  return settings;
}
