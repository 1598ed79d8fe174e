import { Z_95 } from './normal-distribution.ts';

/**
 * 90 % interval of a share; 0..1 where nothing was counted.
 * @source Wilson 1927, "Probable inference, the law of succession, and statistical inference"
 */
export function wilsonInterval(successes: number, count: number): { readonly low: number; readonly high: number } {
  if (count === 0) return { low: 0, high: 1 };
  const share = successes / count;
  const weight = 1 + (Z_95 * Z_95) / count;
  const centre = (share + (Z_95 * Z_95) / (2 * count)) / weight;
  const reach = (Z_95 / weight) * Math.sqrt((share * (1 - share)) / count + (Z_95 * Z_95) / (4 * count * count));
  // Exact at the ends, where rounding would leave 1e-17.
  return { low: successes === 0 ? 0 : centre - reach, high: successes === count ? 1 : centre + reach };
}
