import { EvaluationError } from './errors.ts';

/** The outcomes of leads and what was predicted for them, by any predictor. */
export interface Predictions {
  /** [rows] 1 = converted, 0 = not. */
  readonly labels: ArrayLike<number>;
  /** [rows] 0..1 */
  readonly probabilities: ArrayLike<number>;
}

/** @throws EvaluationError `length_mismatch`, `bad_probability` */
export function checkPredictions({ labels, probabilities }: Predictions): void {
  if (labels.length !== probabilities.length) {
    throw new EvaluationError('length_mismatch', { labels: labels.length, probabilities: probabilities.length });
  }
  for (let row = 0; row < probabilities.length; row++) {
    const value = probabilities[row]!;
    if (!(value >= 0 && value <= 1)) throw new EvaluationError('bad_probability', { row, value });
  }
}

export function countConverted(labels: ArrayLike<number>): number {
  let converted = 0;
  for (let row = 0; row < labels.length; row++) converted += labels[row]!;
  return converted;
}

/** Rows by probability, the highest first; equal ones in row order. */
export function rowsByProbability(probabilities: ArrayLike<number>): Int32Array {
  return Int32Array.from({ length: probabilities.length }, (_, row) => row).sort(
    (a, b) => probabilities[b]! - probabilities[a]! || a - b,
  );
}

/** A run of rows with one probability, highest first: within it there is no order. */
export interface TiedRows {
  readonly probability: number;
  readonly count: number;
  readonly converted: number;
}

export function tiedRows({ labels, probabilities }: Predictions): readonly TiedRows[] {
  const ties: { probability: number; count: number; converted: number }[] = [];
  for (const row of rowsByProbability(probabilities)) {
    const probability = probabilities[row]!;
    const last = ties.at(-1);
    if (last && last.probability === probability) {
      last.count++;
      last.converted += labels[row]!;
    } else ties.push({ probability, count: 1, converted: labels[row]! });
  }
  return ties;
}
