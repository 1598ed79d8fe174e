import type { Constraints } from '../constraints.ts';
import { checkRanges, realNumber, wholeNumber, withoutUndefined } from '../setting-ranges.ts';

/** How boosting runs. Names follow xgboost; each setting has a default. */
export interface BoostingSettings extends Constraints {
  /** 32-bit integer. */
  readonly seed: number;
  /** Maximal number of trees; early stopping finds the best one. */
  readonly rounds: number;
  readonly maxDepth: number;
  /** Factor of every leaf, 0..1. */
  readonly learningRate: number;
  /** L2 regularisation of leaf values. */
  readonly lambda: number;
  /** Minimal sum of the hessian, p·(1−p), in a leaf. */
  readonly minChildWeight: number;
  /** Share of the rows that each tree learns from. */
  readonly subsample: number;
  /** Share of the features that each tree may use. */
  readonly colsampleByTree: number;
  readonly maxBins: number;
  /** Boosting stops after this many rounds without a better validation loss. */
  readonly earlyStoppingRounds: number;
  /** Cross-validation folds that find the best round; 1 = validation on a single fifth. */
  readonly folds: number;
  /** 1 = the model is the mean of the folds' models, without one that learns from all rows; needs two folds or more. */
  readonly bagging: number;
  /**
   * Work that the search for depth, regularisation and sampling may spend, in billions of cells (rows × features × levels ×
   * rounds, and bins × nodes) and not in seconds, so that the model does not depend on the machine; 0 = no search. On 3,000
   * and 20,000 simulated leads, one billion took 1.2 to 1.5 s of processor time in WebAssembly, 2.1 to 2.8 s in JavaScript.
   */
  readonly searchWork: number;
  /** How much more a converted example weighs, as `scale_pos_weight`; the calibrator corrects the probabilities. */
  readonly positiveWeight: number;
  /** Minimal number of examples of each outcome. */
  readonly minPerOutcome: number;
}

const ranges = {
  seed: wholeNumber(-(2 ** 31), 2 ** 32 - 1),
  rounds: wholeNumber(1, 10_000),
  maxDepth: wholeNumber(1, 12),
  learningRate: realNumber(1e-4, 1),
  lambda: realNumber(0, 1e6),
  minChildWeight: realNumber(1e-3, 1e9),
  subsample: realNumber(0.01, 1),
  colsampleByTree: realNumber(0.01, 1),
  maxBins: wholeNumber(3, 255),
  earlyStoppingRounds: wholeNumber(1, 10_000),
  folds: wholeNumber(1, 20),
  bagging: wholeNumber(0, 1),
  searchWork: realNumber(0, 1e6),
  positiveWeight: realNumber(1e-3, 1e3),
  minPerOutcome: wholeNumber(1, 2 ** 24),
} as const;

/** With fewer examples, trees deeper than three overfit. */
const SHALLOW_BELOW_ROWS = 20_000;
/** With more examples, validation on a single fifth is precise enough. */
const MAX_ROWS_FOR_CROSS_VALIDATION = 20_000;

/** Fills in the defaults. @throws ForestError `bad_setting` */
export function completeBoostingSettings(given: Partial<BoostingSettings>, rows: number): BoostingSettings {
  const settings: BoostingSettings = {
    seed: 1,
    rounds: 1_000,
    maxDepth: rows < SHALLOW_BELOW_ROWS ? 3 : 4,
    learningRate: 0.05,
    lambda: 5,
    minChildWeight: 3,
    subsample: 0.8,
    colsampleByTree: 0.7,
    maxBins: 64,
    earlyStoppingRounds: 30,
    folds: rows > MAX_ROWS_FOR_CROSS_VALIDATION ? 1 : 5,
    bagging: 0,
    searchWork: 0,
    positiveWeight: 1,
    minPerOutcome: 40,
    ...withoutUndefined(given),
  };
  checkRanges(settings, ranges);
  return settings;
}

/** What bounds how closely a model follows its examples. */
export type BoostingCapacity = Pick<
  BoostingSettings,
  'maxDepth' | 'lambda' | 'minChildWeight' | 'subsample' | 'colsampleByTree'
>;

const capacity = (
  maxDepth: number,
  lambda: number,
  minChildWeight: number,
  subsample: number,
  colsampleByTree: number,
): BoostingCapacity => ({ maxDepth, lambda, minChildWeight, subsample, colsampleByTree });

/** In the order in which they are tried, from those that were best for most tables. */
const CAPACITIES: readonly BoostingCapacity[] = [
  capacity(5, 5, 5, 0.8, 0.5),
  capacity(8, 1, 1, 0.8, 0.8),
  capacity(6, 10, 10, 0.8, 0.4),
  capacity(2, 5, 5, 0.8, 0.7),
  capacity(10, 1, 1, 0.8, 0.8),
  capacity(4, 20, 20, 0.6, 0.4),
  capacity(8, 10, 5, 0.7, 0.5),
  capacity(6, 2, 2, 0.8, 0.7),
  capacity(10, 5, 1, 0.7, 0.5),
];

/** The depth that no candidate exceeds. */
export const MAX_SEARCHED_DEPTH = 10;

/** The settings themselves, then the settings with each of the other capacities to try. */
export const withCapacity = (settings: BoostingSettings): readonly BoostingSettings[] => [
  settings,
  ...CAPACITIES.map((tried) => ({ ...settings, ...tried })),
];

export const capacityOf = ({
  maxDepth,
  lambda,
  minChildWeight,
  subsample,
  colsampleByTree,
}: BoostingSettings): BoostingCapacity => ({ maxDepth, lambda, minChildWeight, subsample, colsampleByTree });

/** The model is the mean of these folds' models. */
const BAGGED_FOLDS = 8;
/** With more rows, the mean is hardly better than one model of all rows, and takes eight times as long to explain. */
const MAX_ROWS_FOR_BAGGING = 5_000;
/** With more rows, validation on a single fifth is precise enough. */
const MAX_ROWS_FOR_FOLDS = 50_000;
/** Billions of cells. */
const SEARCH_WORK = 1.5;

/**
 * The settings of a training that searches for the capacity that fits the examples.
 * @param found a capacity that was found before, so that none is searched for
 */
export function searchingSettings(rows: number, found?: BoostingCapacity): Partial<BoostingSettings> {
  const isBagged = rows <= MAX_ROWS_FOR_BAGGING;
  return {
    rounds: 3_000,
    maxBins: rows < 5_000 ? 128 : 255,
    folds: isBagged ? BAGGED_FOLDS : rows <= MAX_ROWS_FOR_FOLDS ? 5 : 1,
    bagging: Number(isBagged),
    searchWork: found ? 0 : SEARCH_WORK,
    ...found,
  };
}
