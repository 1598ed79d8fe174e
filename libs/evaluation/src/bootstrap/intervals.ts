import { lossOf } from '../calibration.ts';
import type { Predictions } from '../predictions.ts';
import type { GroupKey } from '../groups.ts';
import { bootstrapWeights, percentileInterval, quantile, standardDeviation, type Interval } from './draws.ts';
import { sortPredictions, weightedMeasures, type MeasureName, type Measures } from './weighted-measures.ts';

export type MeasureIntervals = Readonly<Record<MeasureName, Interval>>;

export interface BootstrapSettings {
  readonly seed: number;
  readonly replicates?: number;
  readonly threshold?: number;
  /** [rows] Rows of one group (one lead) are drawn together; absent = every row its own. */
  readonly groups?: ArrayLike<GroupKey>;
  /** Number of comparisons of which none may be better by chance (Bonferroni); 1 by default. */
  readonly comparisons?: number;
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

/**
 * The measures of several predictions of the same rows, on the same draws of leads: [predictions][draws]. Same seed,
 * same draws.
 */
export function bootstrapMeasures(
  all: readonly Predictions[],
  settings: BootstrapSettings,
): readonly (readonly Measures[])[] {
  const { seed, replicates = DEFAULT_REPLICATES, threshold = 0.5 } = settings;
  const sorted = all.map((predictions) => sortPredictions(predictions, threshold));
  const drawn = all.map((): Measures[] => []);
  for (const weights of bootstrapWeights(groupsOf(all[0]?.labels.length ?? 0, settings), replicates, seed)) {
    sorted.forEach((each, at) => drawn[at]!.push(weightedMeasures(each, weights)));
  }
  return drawn;
}

/** 90 % interval of every measure. */
export function intervalsOf(drawn: readonly Measures[]): MeasureIntervals {
  const interval = (name: MeasureName) => percentileInterval(drawn.map((measures) => measures[name]));
  return Object.fromEntries(MEASURES.map((name) => [name, interval(name)])) as Record<MeasureName, Interval>;
}

/** 90 % bootstrap interval of every measure. Same seed, same intervals. */
export const bootstrapIntervals = (predictions: Predictions, settings: BootstrapSettings): MeasureIntervals =>
  intervalsOf(bootstrapMeasures([predictions], settings)[0]!);

/** How much one set of probabilities beats another on the same rows. */
export interface PairedDifference {
  /** Mean log loss of the challenger less that of the incumbent: negative = the challenger is better. */
  readonly difference: number;
  readonly interval: Interval;
  /** Standard deviation of the difference over the draws. */
  readonly standardError: number;
  /** `better` and `worse` where the interval, for all comparisons together, excludes 0. */
  readonly challenger: 'better' | 'worse' | 'within noise';
}

/** Paired bootstrap of the difference in log loss: both are measured on the same draws, so that common variation cancels. */
export function pairedLogLoss(
  labels: ArrayLike<number>,
  challenger: ArrayLike<number>,
  incumbent: ArrayLike<number>,
  settings: BootstrapSettings,
): PairedDifference {
  const losses = Float64Array.from(
    labels,
    (label, row) => lossOf(label, challenger[row]!) - lossOf(label, incumbent[row]!),
  );
  return pairedLosses(losses, settings);
}

/** The same, from the challenger's loss less the incumbent's of each row. */
export function pairedLosses(differences: Float64Array, settings: BootstrapSettings): PairedDifference {
  const mean = (weights: ArrayLike<number> | undefined) => {
    let [sum, rows] = [0, 0];
    differences.forEach((difference, row) => {
      const weight = weights ? weights[row]! : 1;
      sum += weight * difference;
      rows += weight;
    });
    return sum / rows;
  };
  const { seed, replicates = DEFAULT_REPLICATES, comparisons } = settings;
  const drawn = Array.from(bootstrapWeights(groupsOf(differences.length, settings), replicates, seed), mean);
  return pairedDifference(mean(undefined), drawn, comparisons);
}

/** @param drawn the difference on every draw @param comparisons the more there are, the stricter the verdict */
export function pairedDifference(difference: number, drawn: readonly number[], comparisons = 1): PairedDifference {
  const interval = percentileInterval(drawn);
  const ascending = Float64Array.from(drawn).sort();
  const tail = 0.05 / comparisons;
  const [low, high] = [quantile(ascending, tail), quantile(ascending, 1 - tail)];
  const verdict = high < 0 ? 'better' : low > 0 ? 'worse' : 'within noise';
  return { difference, interval, standardError: standardDeviation(drawn), challenger: verdict };
}
