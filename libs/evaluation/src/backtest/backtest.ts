import { bootstrapWeights, type Interval } from '../bootstrap/draws.ts';
import { sortPredictions, weightedMeasures } from '../bootstrap/weighted-measures.ts';
import { metricsOf, type Metrics } from '../metrics.ts';
import type { Predictions } from '../predictions.ts';
import type { GroupKey, Split } from '../split.ts';

/** How a model trained before a month did on that month. */
export interface BacktestFold {
  /** First instant of the month. */
  readonly splitAt: number;
  readonly trainRows: number;
  readonly metrics: Metrics;
  /** Standard error of the month's AUC, by lead. */
  readonly aucError: number;
}

export interface Backtest {
  /** Oldest first. */
  readonly folds: readonly BacktestFold[];
  /** Mean AUC over the months, each weighed by how surely it was measured. */
  readonly auc: number;
  /** 90 % interval of that mean. */
  readonly interval: Interval;
}

/** One-sided 95 % points of Student's t for 1, 2, 3 … degrees of freedom; the normal one beyond. */
const STUDENT = [6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895, 1.86, 1.833, 1.812, 1.796, 1.782];
const NORMAL = 1.645;

/**
 * Runs a backtest over rolling origins.
 * @param fitPredict learns from the split's `train`, by what was known at `splitAt`, and tells the probabilities of `test` [test rows]
 * @param leads [rows] rows of one lead share a key: several looks at one lead tell little more than one
 * @throws EvaluationError as `metricsOf` does
 */
export function backtest(
  splits: readonly Split[],
  labels: ArrayLike<number>,
  fitPredict: (split: Split) => ArrayLike<number>,
  threshold = 0.5,
  leads?: ArrayLike<GroupKey>,
): Backtest {
  const tested = splits.map((split) => ({
    labels: split.test.map((row) => labels[row]!),
    probabilities: fitPredict(split),
  }));
  const keys = splits.map(({ test }) => Array.from(test, (row) => (leads ? leads[row]! : row)));
  const draws = drawnAucs(tested, keys);
  const folds = splits.map(({ train, splitAt }, fold): BacktestFold => ({
    splitAt: splitAt ?? 0,
    trainRows: train.length,
    metrics: metricsOf(tested[fold]!, threshold, 'month'),
    aucError: spread(draws[fold]!),
  }));
  const months = folds.map(({ metrics: { auc, rows }, aucError }) => ({ auc, rows, aucError }));
  return { folds, ...pooledAuc(months, draws) };
}

const REPLICATES = 100;
const SEED = 1;

/**
 * AUC of every month when leads are drawn anew [months][draws]: a lead that was looked at in two months is drawn in both or
 * in neither, so that months do not count as more independent than they are.
 */
function drawnAucs(months: readonly Predictions[], keys: readonly (readonly GroupKey[])[]): readonly Float64Array[] {
  const sorted = months.map((predictions) => sortPredictions(predictions, 0.5));
  const starts = months.map((_, month) => keys.slice(0, month).reduce((sum, part) => sum + part.length, 0));
  const drawn = months.map(() => new Float64Array(REPLICATES));
  let draw = 0;
  for (const weights of bootstrapWeights(keys.flat(), REPLICATES, SEED)) {
    sorted.forEach((part, month) => {
      const from = starts[month]!;
      drawn[month]![draw] = weightedMeasures(part, weights.subarray(from, from + keys[month]!.length)).auc;
    });
    draw += 1;
  }
  return drawn;
}

/** Standard deviation; draws of one outcome alone (NaN) are left out. */
function spread(values: ArrayLike<number>): number {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
}

/** Fewer months than this tell nothing of how months differ beyond their own errors. */
const FEWEST_MONTHS = 4;

/**
 * The mean AUC of months, weighed by the inverse of its variance, with a 90 % interval for a time like theirs: how much
 * months differ is known from a handful of them only, so it reaches as far as Student's t, and farther where they differ
 * by more than their own errors tell.
 * @param draws [months][draws] AUCs of leads drawn anew, jointly; absent = the months have no lead in common
 * @source Hartung and Knapp 2001, "On tests of the overall treatment effect in meta-analysis", never narrower than without
 */
export function pooledAuc(
  months: readonly { readonly auc: number; readonly rows: number; readonly aucError: number }[],
  draws?: readonly Float64Array[],
): {
  readonly auc: number;
  readonly interval: Interval;
} {
  // A month that is told perfectly apart still has an error of about one pair.
  const weights = months.map(({ aucError, rows }) => 1 / Math.max(aucError, 1 / rows) ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (value: (month: number) => number) =>
    weights.reduce((sum, weight, month) => sum + weight * value(month), 0) / total;
  const auc = mean((month) => months[month]!.auc);
  const freedom = months.length - 1;
  const scatter = total * mean((month) => (months[month]!.auc - auc) ** 2);
  const excess = freedom === 0 ? 1 : Math.max(1, scatter / freedom);
  const reach = excess > 1 || months.length >= FEWEST_MONTHS ? (STUDENT[freedom - 1] ?? NORMAL) : NORMAL;
  const joint = draws ? spread(draws[0]!.map((_, draw) => mean((month) => draws[month]![draw]!))) : 0;
  const error = Math.max(joint, Math.sqrt(1 / total)) * reach * Math.sqrt(excess);
  return { auc, interval: { low: Math.max(0, auc - error), high: Math.min(1, auc + error) } };
}
