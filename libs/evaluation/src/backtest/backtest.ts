import { bootstrapWeights, standardDeviation, type Interval } from '../bootstrap/draws.ts';
import { sortPredictions, weightedMeasures } from '../bootstrap/weighted-measures.ts';
import { metricsOf, type Metrics } from '../metrics.ts';
import type { Predictions } from '../predictions.ts';
import type { GroupKey } from '../groups.ts';
import type { Split } from '../split.ts';

/** The measures of a model on one month, trained on what was settled before it. */
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
  /** Mean AUC over the months, weighted by precision. */
  readonly auc: number;
  /** 90 % interval of that mean. */
  readonly interval: Interval;
}

/** One-sided 95 % points of Student's t for 1, 2, 3 … degrees of freedom; the normal one beyond. */
const STUDENT = [6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895, 1.86, 1.833, 1.812, 1.796, 1.782];
const NORMAL = 1.645;

/**
 * Runs a backtest over rolling origins.
 * @param fitPredict learns from the split's `train`, as of `splitAt`, and returns the probabilities of `test` [test rows]
 * @param leads [rows] rows of one lead share a key: several snapshots of one lead say little more than one
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
  const draws = bootstrapAucs(tested, keys);
  const folds = splits.map(({ train, splitAt }, fold): BacktestFold => ({
    splitAt: splitAt ?? 0,
    trainRows: train.length,
    metrics: metricsOf(tested[fold]!, threshold, 'month'),
    aucError: standardDeviation(draws[fold]!),
  }));
  const months = folds.map(({ metrics: { auc, rows }, aucError }) => ({ auc, rows, aucError }));
  return { folds, ...pooledAuc(months, draws) };
}

const REPLICATES = 100;
const SEED = 1;

/**
 * Bootstrapped AUC of every month [months][draws]: a lead with snapshots in two months is drawn in both or in neither, so
 * that months do not count as more independent than they are.
 */
function bootstrapAucs(
  months: readonly Predictions[],
  keys: readonly (readonly GroupKey[])[],
): readonly Float64Array[] {
  const sorted = months.map((predictions) => sortPredictions(predictions, 0.5));
  const starts = months.map((_, month) => keys.slice(0, month).reduce((sum, ofMonth) => sum + ofMonth.length, 0));
  const drawn = months.map(() => new Float64Array(REPLICATES));
  let draw = 0;
  for (const weights of bootstrapWeights(keys.flat(), REPLICATES, SEED)) {
    sorted.forEach((predictions, month) => {
      const start = starts[month]!;
      drawn[month]![draw] = weightedMeasures(predictions, weights.subarray(start, start + keys[month]!.length)).auc;
    });
    draw += 1;
  }
  return drawn;
}

/** Fewest months that show how months differ beyond their own errors. */
const MIN_MONTHS = 4;

/**
 * The mean AUC of months, weighted by inverse variance, with a 90 % interval. A few months say little about how months
 * differ, so the interval uses Student's t, and is wider where they differ by more than their own errors explain.
 * @param draws [months][draws] jointly bootstrapped AUCs; absent = the months have no lead in common
 * @source Hartung and Knapp 2001, "On tests of the overall treatment effect in meta-analysis", never narrower than without
 */
export function pooledAuc(
  months: readonly { readonly auc: number; readonly rows: number; readonly aucError: number }[],
  draws?: readonly Float64Array[],
): {
  readonly auc: number;
  readonly interval: Interval;
} {
  // A month that is ranked perfectly still has an error of about one pair.
  const weights = months.map(({ aucError, rows }) => 1 / Math.max(aucError, 1 / rows) ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (value: (month: number) => number) =>
    weights.reduce((sum, weight, month) => sum + weight * value(month), 0) / total;
  const auc = mean((month) => months[month]!.auc);
  const freedom = months.length - 1;
  const scatter = total * mean((month) => (months[month]!.auc - auc) ** 2);
  const excess = freedom === 0 ? 1 : Math.max(1, scatter / freedom);
  const reach = excess > 1 || months.length >= MIN_MONTHS ? (STUDENT[freedom - 1] ?? NORMAL) : NORMAL;
  const joint = draws ? standardDeviation(draws[0]!.map((_, draw) => mean((month) => draws[month]![draw]!))) : 0;
  const error = Math.max(joint, Math.sqrt(1 / total)) * reach * Math.sqrt(excess);
  return { auc, interval: { low: Math.max(0, auc - error), high: Math.min(1, auc + error) } };
}
