/** The 95 % quantile: for one-sided bounds of 95 % and two-sided intervals of 90 %. */
export const Z_95 = 1.6448536269514722;

/**
 * The standard normal distribution function, to about 1e-15 absolutely.
 * @source Marsaglia 2004, "Evaluating the Normal Distribution"
 */
export function normalCdf(z: number): number {
  if (z < -8) return 0;
  if (z > 8) return 1;
  let sum = z;
  let previous = Number.NaN;
  let term = z;
  for (let factor = 3; sum !== previous; factor += 2) {
    previous = sum;
    term *= (z * z) / factor;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-(z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

/**
 * The quantile of the standard normal distribution.
 * @param probability 0 to 1; −8 and 8 stand for the ends
 */
export function normalQuantile(probability: number): number {
  let low = -8;
  let high = 8;
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
