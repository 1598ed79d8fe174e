const NEWTON_STEPS = 25;
/** A weak penalty, so that a prediction that reveals the outcome does not send a coefficient to infinity. */
const RIDGE = 1e-2;

/**
 * Whether predictions contain information about outcomes that the best possible prediction from the records does not: in a
 * logistic regression on the log odds of both, the coefficient of the predictions, in standard errors. Near 0 for any model that
 * uses the past only; far above 0 with leakage.
 * @param best [rows] best possible probabilities from what was recorded
 * @param predicted [rows]
 */
export function leakageZScore(
  labels: readonly number[],
  best: readonly number[],
  predicted: readonly number[],
): number {
  const rows = labels.map((_, row) => [1, logOdds(best[row]!), logOdds(predicted[row]!)]);
  let at = [0, 1, 0];
  let inverse: number[][] = [];
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const hessian = [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? RIDGE : 0)));
    const gradient = at.map((value) => -RIDGE * value);
    rows.forEach((row, place) => {
      const p = 1 / (1 + Math.exp(-row.reduce((sum, x, i) => sum + x * at[i]!, 0)));
      row.forEach((x, i) => {
        gradient[i]! += x * (labels[place]! - p);
        row.forEach((y, j) => (hessian[i]![j]! += x * y * p * (1 - p)));
      });
    });
    inverse = invert(hessian);
    at = at.map((value, i) => value + inverse[i]!.reduce((sum, x, j) => sum + x * gradient[j]!, 0));
  }
  return at[2]! / Math.sqrt(inverse[2]![2]!);
}

function logOdds(probability: number): number {
  const p = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return Math.log(p / (1 - p));
}

/** Of a symmetric positive definite matrix, by Gauss and Jordan. */
function invert(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const work = matrix.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  for (let pivot = 0; pivot < size; pivot++) {
    const scale = work[pivot]![pivot]!;
    work[pivot] = work[pivot]!.map((value) => value / scale);
    for (let i = 0; i < size; i++) {
      if (i === pivot) continue;
      const factor = work[i]![pivot]!;
      work[i] = work[i]!.map((value, j) => value - factor * work[pivot]![j]!);
    }
  }
  return work.map((row) => row.slice(size));
}
