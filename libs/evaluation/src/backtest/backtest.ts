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
 * @param fitPredict learns from `train` and tells the probabilities of `test` [test rows]
 * @param leads [rows] rows of one lead share a key: several looks at one lead tell little more than one
 * @throws EvaluationError as `metricsOf` does
 */
export function backtest(
  splits: readonly Split[],
  labels: ArrayLike<number>,
  fitPredict: (train: Int32Array, test: Int32Array) => ArrayLike<number>,
  threshold = 0.5,
  leads?: ArrayLike<GroupKey>,
): Backtest {
  const folds = splits.map(({ train, test, splitAt }): BacktestFold => {
    const predictions = { labels: test.map((row) => labels[row]!), probabilities: fitPredict(train, test) };
    return {
      splitAt: splitAt ?? 0,
      trainRows: train.length,
      metrics: metricsOf(predictions, threshold, 'month'),
      aucError: bootstrapError(predictions, leads && Array.from(test, (row) => leads[row]!)),
    };
  });
  return { folds, ...pooledAuc(folds.map(({ metrics, aucError }) => ({ ...metrics, aucError }))) };
}

const REPLICATES = 100;
const SEED = 1;

/** Spread of the AUC when leads are drawn anew. */
function bootstrapError(predictions: Predictions, groups: ArrayLike<GroupKey> | undefined): number {
  const rows = predictions.labels.length;
  const sorted = sortPredictions(predictions, 0.5);
  const keys = groups ?? Int32Array.from({ length: rows }, (_, row) => row);
  const drawn = Array.from(
    bootstrapWeights(keys, REPLICATES, SEED),
    (weights) => weightedMeasures(sorted, weights).auc,
  ).filter((auc) => !Number.isNaN(auc));
  const mean = drawn.reduce((sum, auc) => sum + auc, 0) / drawn.length;
  return Math.sqrt(drawn.reduce((sum, auc) => sum + (auc - mean) ** 2, 0) / drawn.length);
}

/**
 * The mean AUC of months, weighed by the inverse of its variance, with a 90 % interval that widens where months differ by
 * more than their own errors tell.
 * @source Birge 1932, "The calculation of errors by the method of least squares", on the ratio that widens
 */
export function pooledAuc(
  months: readonly { readonly auc: number; readonly rows: number; readonly aucError: number }[],
): {
  readonly auc: number;
  readonly interval: Interval;
} {
  // A month that is told perfectly apart still has an error of about one pair.
  const weights = months.map(({ aucError, rows }) => 1 / Math.max(aucError, 1 / rows) ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const auc = months.reduce((sum, month, index) => sum + weights[index]! * month.auc, 0) / total;
  const scatter = months.reduce((sum, month, index) => sum + weights[index]! * (month.auc - auc) ** 2, 0);
  const freedom = months.length - 1;
  const excess = freedom === 0 ? 1 : scatter / freedom;
  const reach = excess > 1 ? (STUDENT[freedom - 1] ?? NORMAL) * Math.sqrt(excess) : NORMAL;
  const error = Math.sqrt(1 / total);
  return { auc, interval: { low: Math.max(0, auc - reach * error), high: Math.min(1, auc + reach * error) } };
}
