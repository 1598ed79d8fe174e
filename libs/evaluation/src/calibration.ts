import { EvaluationError } from './errors.ts';
import { rowsByProbability, type Predictions } from './predictions.ts';

/** The log loss uses no smaller probability, or a single miss would make it infinite. */
const MIN_PROBABILITY = 1e-12;

/** The log loss of one row, in nats. */
export const lossOf = (label: number, probability: number): number =>
  -Math.log(Math.max(MIN_PROBABILITY, label === 1 ? probability : 1 - probability));

/** Mean negative log likelihood in nats; NaN for no rows. */
export function logLoss({ labels, probabilities }: Predictions): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    sum += lossOf(labels[row]!, probabilities[row]!);
  }
  return sum / labels.length;
}

/** Mean squared error of the probabilities; NaN for no rows. */
export function brier({ labels, probabilities }: Predictions): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum += (probabilities[row]! - labels[row]!) ** 2;
  return sum / labels.length;
}

export interface CalibrationBin {
  readonly count: number;
  /** Mean predicted probability. */
  readonly predicted: number;
  /** Share that converted. */
  readonly observed: number;
}

/** Bins of equal mass, lowest probabilities first; their sizes differ by at most one. Equal probabilities may be divided. */
export function calibrationBins({ labels, probabilities }: Predictions, bins = 10): readonly CalibrationBin[] {
  if (!Number.isInteger(bins) || bins < 1) {
    throw new EvaluationError('bad_evaluation_setting', {
      setting: 'bins',
      value: bins,
      allowed: 'a whole number from 1',
    });
  }
  const ascending = rowsByProbability(probabilities).reverse();
  const result: CalibrationBin[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const rows = ascending.subarray(
      Math.round((bin * ascending.length) / bins),
      Math.round(((bin + 1) * ascending.length) / bins),
    );
    if (rows.length === 0) continue;
    const mean = (values: ArrayLike<number>) => rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;
    result.push({ count: rows.length, predicted: mean(probabilities), observed: mean(labels) });
  }
  return result;
}

/**
 * Expected calibration error: the gap between predicted and observed share, averaged over bins of equal mass.
 * @source Naeini, Cooper, Hauskrecht 2015; bins of equal mass after Nixon et al. 2019
 */
export function expectedCalibrationError(predictions: Predictions, bins = 10): number {
  const gaps = calibrationBins(predictions, bins).map(
    ({ count, predicted, observed }) => count * Math.abs(predicted - observed),
  );
  return gaps.reduce((sum, gap) => sum + gap, 0) / predictions.labels.length;
}
