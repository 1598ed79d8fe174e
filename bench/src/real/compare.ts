import { bootstrapMeasures, metricsOf, type GroupKey } from '@leadlight/evaluation';
import { mean } from '../shared/statistics.ts';

/** What is compared: AUC and calibration error as shares, log loss in nats. */
export const measureNames = ['auc', 'logLoss', 'ece'] as const;
export type Measure = (typeof measureNames)[number];
export type Values = Readonly<Record<Measure, number>>;

/** The predictions of all programs on the same test rows. */
export interface MeasuredSplit {
  readonly labels: Uint8Array;
  /** [test rows] Rows of one lead share a key. */
  readonly leads: ArrayLike<GroupKey>;
  readonly trainingRows: number;
  /** [test rows] by program */
  readonly probabilities: ReadonlyMap<string, ArrayLike<number>>;
}

/** A mean and its 90 % interval. */
export interface Range {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export type Difference = Readonly<Record<Measure, Range>>;

/** The mean of every measure over the splits. */
export function meanValues(splits: readonly MeasuredSplit[], program: string): Values {
  const metrics = splits.map(({ labels, probabilities }) =>
    metricsOf({ labels, probabilities: probabilities.get(program)! }),
  );
  return byMeasure((measure) => mean(metrics.map((each) => each[measure])));
}

/**
 * One program less another one, paired. With one split the interval is a bootstrap of its leads; with several it is Student's t
 * with the variance corrected for training sets that overlap.
 * @source Nadeau & Bengio 2003, "Inference for the generalization error"
 */
export function pairedDifferences(splits: readonly MeasuredSplit[], program: string, other: string): Difference {
  const only = splits[0]!;
  if (splits.length === 1) return bootstrapDifference(only, program, other);
  const differences = splits.map((split) => {
    const [own, others] = [meanValues([split], program), meanValues([split], other)];
    return byMeasure((measure) => own[measure] - others[measure]);
  });
  const testShare = mean(splits.map(({ labels, trainingRows }) => labels.length / trainingRows));
  return byMeasure((measure) => {
    const values = differences.map((each) => each[measure]);
    const centre = mean(values);
    const variance = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
    const half = tQuantile95(values.length - 1) * Math.sqrt(variance * (1 / values.length + testShare));
    return { mean: centre, low: centre - half, high: centre + half };
  });
}

function bootstrapDifference(
  { labels, leads, probabilities }: MeasuredSplit,
  program: string,
  other: string,
): Difference {
  const both = [program, other].map((name) => ({ labels, probabilities: probabilities.get(name)! }));
  const [own, others] = both.map((predictions) => metricsOf(predictions));
  const [ownDraws, otherDraws] = bootstrapMeasures(both, { seed: 1, groups: leads });
  return byMeasure((measure) => {
    const drawn = ownDraws!.map((draw, at) => draw[measure] - otherDraws![at]![measure]).sort((a, b) => a - b);
    const at = (share: number) => drawn[Math.round(share * (drawn.length - 1))]!;
    return { mean: own![measure] - others![measure], low: at(0.05), high: at(0.95) };
  });
}

const byMeasure = <T>(of: (measure: Measure) => T): Readonly<Record<Measure, T>> => ({
  auc: of('auc'),
  logLoss: of('logLoss'),
  ece: of('ece'),
});

/** [degrees of freedom − 1] The 95 % quantile of Student's t. */
const T_95 = [6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895, 1.86, 1.833];

const tQuantile95 = (degrees: number): number => T_95[degrees - 1] ?? 1.645 + 1.7 / degrees;
