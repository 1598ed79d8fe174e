import type { Predictions } from '../predictions.ts';
import type { GroupKey } from '../split.ts';
import { bootstrapWeights, percentileInterval, type Interval } from './draws.ts';
import { sortPredictions, weightedMeasures, type MeasureName, type Measures } from './weighted-measures.ts';

export type MeasureIntervals = Readonly<Record<MeasureName, Interval>>;

export interface BootstrapSettings {
  readonly seed: number;
  readonly replicates?: number;
  readonly threshold?: number;
  /** [rows] Rows of one group (one lead) are drawn together; absent = every row its own. */
  readonly groups?: ArrayLike<GroupKey>;
}

export const DEFAULT_REPLICATES = 200;

const MEASURES = [
  'auc',
  'prAuc',
  'logLoss',
  'brier',
  'ece',
  'lift',
  'accuracy',
  'precision',
  'recall',
  'f1',
] as const satisfies readonly MeasureName[];

const groupsOf = (rows: number, { groups }: BootstrapSettings): ArrayLike<GroupKey> =>
  groups ?? Int32Array.from({ length: rows }, (_, row) => row);

/** 90 % bootstrap interval of every measure. Same seed, same intervals. */
export function bootstrapIntervals(predictions: Predictions, settings: BootstrapSettings): MeasureIntervals {
  const { seed, replicates = DEFAULT_REPLICATES, threshold = 0.5 } = settings;
  const sorted = sortPredictions(predictions, threshold);
  const drawn: Measures[] = [];
  for (const weights of bootstrapWeights(groupsOf(predictions.labels.length, settings), replicates, seed)) {
    drawn.push(weightedMeasures(sorted, weights));
  }
  const interval = (name: MeasureName) => percentileInterval(drawn.map((measures) => measures[name]));
  return Object.fromEntries(MEASURES.map((name) => [name, interval(name)])) as Record<MeasureName, Interval>;
}

/** How much one set of probabilities beats another on the same rows. */
export interface PairedDifference {
  /** Mean log loss of the challenger less that of the incumbent: negative = the challenger is better. */
  readonly difference: number;
  readonly interval: Interval;
  /** Spread of the difference over the draws. */
  readonly standardError: number;
  /** `better` and `worse` where the interval leaves 0 out. */
  readonly challenger: 'better' | 'worse' | 'within noise';
}

/** Paired bootstrap of the difference in log loss: both are measured on the same draws, so that common luck cancels. */
export function pairedLogLoss(
  labels: ArrayLike<number>,
  challenger: ArrayLike<number>,
  incumbent: ArrayLike<number>,
  settings: BootstrapSettings,
): PairedDifference {
  const losses = Float64Array.from(
    labels,
    (label, row) => loss(label, challenger[row]!) - loss(label, incumbent[row]!),
  );
  const mean = (weights: ArrayLike<number> | undefined) => {
    let [sum, rows] = [0, 0];
    losses.forEach((difference, row) => {
      const weight = weights ? weights[row]! : 1;
      sum += weight * difference;
      rows += weight;
    });
    return sum / rows;
  };
  const { seed, replicates = DEFAULT_REPLICATES } = settings;
  const drawn = Array.from(bootstrapWeights(groupsOf(labels.length, settings), replicates, seed), mean);
  const interval = percentileInterval(drawn);
  const verdict = interval.high < 0 ? 'better' : interval.low > 0 ? 'worse' : 'within noise';
  return { difference: mean(undefined), interval, standardError: spread(drawn), challenger: verdict };
}

function spread(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

const loss = (label: number, probability: number): number =>
  -Math.log(Math.max(1e-12, label === 1 ? probability : 1 - probability));
