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
    positiveWeight: 1,
    minPerOutcome: 40,
    ...withoutUndefined(given),
  };
  checkRanges(settings, ranges);
  return settings;
}
