import { ForestError } from '../../errors.ts';
import { type Constraints } from '../constraints.ts';

/** How boosting goes. Everything has a default. */
export interface BoostingSettings extends Constraints {
  /** 32-bit integer. */
  readonly seed: number;
  /** Most trees; early stopping finds how many are best. */
  readonly rounds: number;
  readonly maxDepth: number;
  /** Factor of every leaf, 0..1. */
  readonly learningRate: number;
  /** Pull of a leaf towards 0, as if so much curvature voted for it. */
  readonly lambda: number;
  /** Least sum of p·(1−p) in a leaf. */
  readonly minChildWeight: number;
  /** Share of rows, and of features, that a tree may see. */
  readonly subsample: number;
  readonly colsampleByTree: number;
  readonly maxBins: number;
  /** Rounds without a better out-of-sample loss before it stops. */
  readonly earlyStoppingRounds: number;
  /** Parts that are left out in turn to find the best round; 1 = one fifth is left out once. */
  readonly folds: number;
  /** How much more a converted example counts in growing; the calibrator undoes it. */
  readonly positiveWeight: number;
  readonly minPerOutcome: number;
}

const whole = (low: number, high: number) => ({ low, high, whole: true });
const real = (low: number, high: number) => ({ low, high, whole: false });

const ranges = {
  seed: whole(-(2 ** 31), 2 ** 32 - 1),
  rounds: whole(1, 10_000),
  maxDepth: whole(1, 12),
  learningRate: real(1e-4, 1),
  lambda: real(0, 1e6),
  minChildWeight: real(1e-3, 1e9),
  subsample: real(0.01, 1),
  colsampleByTree: real(0.01, 1),
  maxBins: whole(3, 255),
  earlyStoppingRounds: whole(1, 10_000),
  folds: whole(1, 20),
  positiveWeight: real(1e-3, 1e3),
  minPerOutcome: whole(1, 2 ** 24),
} as const;

/** Below this many examples three conditions on a path are as much as can be learned. */
const SHALLOW_BELOW_ROWS = 20_000;
/** Above this many examples one fifth left out says enough. */
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
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
  for (const [name, range] of Object.entries(ranges)) {
    const value = settings[name as keyof typeof ranges];
    if ((range.whole ? Number.isInteger(value) : Number.isFinite(value)) && value >= range.low && value <= range.high) {
      continue;
    }
    const expected = `a ${range.whole ? 'whole ' : ''}number from ${range.low} to ${range.high}`;
    throw new ForestError({ code: 'bad_setting', setting: name, value, expected });
  }
  return settings;
}
