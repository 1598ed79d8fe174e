/**
 * The logarithm of the gamma function, above 0; the relative error is below 1e-9.
 * @source Abramowitz and Stegun 1964, 6.1.40 (Stirling's series), shifted by 6.1.15
 */
export function logGamma(x: number): number {
  let [shifted, product] = [x, 1];
  while (shifted < 8) product *= shifted++;
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.9189385332046727 + series - Math.log(product);
}
