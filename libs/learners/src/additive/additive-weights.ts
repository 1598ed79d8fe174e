/** An additive model: log odds = offset + Σ over features of the weight of the feature's bin. */
export interface AdditiveWeights {
  readonly offset: number;
  /** [features][bins] in log odds; bin 0 is missing. */
  readonly byBin: readonly Float64Array[];
}

/** [rows] Log odds of some rows. @param bins [features][rows] */
export function predictLogOdds(
  { offset, byBin }: AdditiveWeights,
  bins: readonly Uint8Array[],
  rows: ArrayLike<number>,
): Float64Array {
  const sums = new Float64Array(rows.length).fill(offset);
  bins.forEach((column, f) => {
    const weights = byBin[f];
    for (let i = 0; i < rows.length; i++) sums[i] += weights[column[rows[i]]];
  });
  return sums;
}

export const sigmoid = (raw: number): number => 1 / (1 + Math.exp(-raw));

/** Negative log likelihood of a label under log odds `z`: log(1 + e^z) − label · z, without overflow. */
export const crossEntropy = (z: number, label: number): number =>
  Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - label * z;
