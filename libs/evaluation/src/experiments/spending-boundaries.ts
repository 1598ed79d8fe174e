import { normalCdf, normalQuantile } from '@leadlight/common';

/** Analyses closer together than this share of the plan spend no error of their own. */
export const SMALLEST_STEP = 0.005;
/** Error below this is not worth a boundary: no test statistic gets there. */
const NEGLIGIBLE = 1e-10;
/** Grid points per standard deviation of the smallest step. */
const FINENESS = 8;
const REACH = 6;

/**
 * Critical values of a two-sided test that is repeated as data arrive: the chance that |z| ever exceeds its critical value
 * without an effect is `alpha` at the end, and until then follows the O'Brien-Fleming-like spending function, which hardly spends
 * anything early.
 * @param shares for each analysis how much of the planned information there is, rising, in (0, 1]; there may be any number of them
 * @returns for each analysis the critical value of |z|; Infinity where nothing may be concluded yet
 * @source Lan and DeMets 1983, "Discrete sequential boundaries for clinical trials"; recursion of Armitage, McPherson and Rowe 1969
 */
export function spendingBoundaries(shares: readonly number[], alpha: number): number[] {
  let density: Density | undefined;
  let spent = 0;
  let previous = 0;
  return shares.map((share) => {
    if (share > 1 || share <= previous) throw new RangeError('Shares must rise, and end at 1 at the latest.');
    const toSpend = spentBy(share, alpha) - spent;
    // The statistic on the scale of Brownian motion: its variance is the share.
    const arrived: Density = density ? advance(density, share - previous, share) : start(share);
    const critical = toSpend < NEGLIGIBLE ? Number.POSITIVE_INFINITY : criticalValue(arrived, toSpend);
    density = within(arrived, critical);
    if (toSpend >= NEGLIGIBLE) spent += toSpend;
    previous = share;
    return critical / Math.sqrt(share);
  });
}

/** O'Brien-Fleming-like, the same on both sides. */
const spentBy = (share: number, alpha: number): number =>
  4 * (1 - normalCdf(normalQuantile(1 - alpha / 4) / Math.sqrt(share)));

/** Values of a symmetric density at 0, step, 2 · step, … */
interface Density {
  readonly step: number;
  readonly values: Float64Array;
}

function start(share: number): Density {
  const step = Math.sqrt(Math.min(share, SMALLEST_STEP)) / FINENESS;
  const count = Math.ceil((REACH * Math.sqrt(share)) / step) + 1;
  const values = Float64Array.from({ length: count }, (_, index) => normalDensity(index * step, share));
  return { step, values };
}

/** The density after a further increment with this variance. */
function advance({ step, values }: Density, variance: number, share: number): Density {
  const count = Math.ceil((REACH * Math.sqrt(share)) / step) + 1;
  const reach = Math.ceil((REACH * Math.sqrt(variance)) / step);
  const kernel = Float64Array.from({ length: reach + 1 }, (_, index) => step * normalDensity(index * step, variance));
  const arrived = new Float64Array(count);
  for (let to = 0; to < count; to++) {
    let sum = 0;
    for (let from = to - reach; from <= to + reach; from++) {
      const value = values[Math.abs(from)];
      if (value !== undefined) sum += value * kernel[Math.abs(to - from)]!;
    }
    arrived[to] = sum;
  }
  return { step, values: arrived };
}

/** The value beyond which, on both sides together, `error` of the density lies. */
function criticalValue({ step, values }: Density, error: number): number {
  let beyond = 0;
  for (let index = values.length - 1; index > 0; index--) {
    // The trapezoid between two grid points, on both sides.
    const area = step * (values[index]! + values[index - 1]!);
    if (beyond + area >= error) return index * step - (step * (error - beyond)) / area;
    beyond += area;
  }
  return 0;
}

/** Only what has not crossed: beyond the critical value the test has ended. */
function within({ step, values }: Density, critical: number): Density {
  const kept = Math.min(values.length, Math.floor(critical / step) + 1);
  const inside = values.slice(0, kept);
  // The last point stands for the part of its cell that lies inside.
  if (kept < values.length) inside[kept - 1]! *= Math.min(1, 0.5 + critical / step - (kept - 1));
  return { step, values: inside };
}

const normalDensity = (value: number, variance: number): number =>
  Math.exp((-value * value) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
