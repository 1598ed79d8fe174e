export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

export const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

export const standardError = (values: readonly number[]): number => {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (values.length - 1) / values.length);
};

/** @param ascending not empty @param share 0.5 = median */
export const quantile = (ascending: readonly number[], share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))]!;

/** Calibration error against the true probabilities: mean gap of their means over bins of equal size, ten by default. */
export function errorAgainstTruth(probabilities: ArrayLike<number>, truth: ArrayLike<number>, bins = 10): number {
  const order = Array.from({ length: truth.length }, (_, row) => row).sort(
    (a, b) => probabilities[a]! - probabilities[b]!,
  );
  const size = order.length / bins;
  const gaps = Array.from({ length: bins }, (_, bin) => {
    const rows = order.slice(Math.round(bin * size), Math.round((bin + 1) * size));
    return Math.abs(mean(rows.map((row) => probabilities[row]!)) - mean(rows.map((row) => truth[row]!)));
  });
  return mean(gaps);
}
