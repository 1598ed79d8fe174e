import { exp } from '../core/math.ts';
import { STEP_WORDS, STEPS } from '../core/random.ts';
import type { Examples } from '../table.ts';

/**
 * Thresholds of a Poisson variate of mean 1 for 31 random bits (the variate is the number of thresholds not above them),
 * and a shortcut by their upper 8 bits. Shape: see `bagCount`.
 */
export function poissonThresholds(): Int32Array {
  const steps = new Int32Array(STEP_WORDS).fill(2 ** 31 - 1);
  let p = exp(-1);
  let sum = p;
  for (let k = 0; k < 12; k++) {
    steps[k] = Math.min(2 ** 31 - 1, Math.round(sum * 2 ** 31));
    p /= k + 1;
    sum += p;
  }
  const countOf = (bits: number) => steps.subarray(0, STEPS).filter((step) => bits >= step).length;
  for (let high = 0; high < 256; high++) {
    const count = countOf(high * 2 ** 23);
    steps[STEPS + high] = count === countOf((high + 1) * 2 ** 23 - 1) ? count : -1;
  }
  return steps;
}

export interface Sampling {
  /** [rows] 0 … groups - 1; undefined = every row its own. */
  readonly groups?: Int32Array;
  /** [groups] mean times in a bag, 1 on average over the rows; undefined = 1. */
  readonly rates?: Float64Array;
}

/** Numbers the groups 0, 1, 2 … in order of first row. */
function renumberGroups(groups: Int32Array): { readonly dense: Int32Array; readonly count: number } {
  const numbers = new Map<number, number>();
  const dense = groups.map((group) => {
    const known = numbers.get(group) ?? numbers.size;
    numbers.set(group, known);
    return known;
  });
  return { dense, count: numbers.size };
}

/**
 * Who is drawn together and how often. A weight is the mean number of times a row is drawn, relative to the others;
 * rows of one group share their mean weight.
 */
export function createSampling({ rows, labels, groups, weights: given }: Examples, positiveWeight: number): Sampling {
  const { dense, count } = groups ? renumberGroups(groups) : { dense: undefined, count: rows };
  if (!given && positiveWeight === 1) return { groups: dense };
  const weights = Float64Array.from(labels, (label, row) => (given?.[row] ?? 1) * (label ? positiveWeight : 1));
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const group = dense ? dense[row] : row;
    sums[group] += weights[row];
    sizes[group]++;
    total += weights[row];
  }
  return { groups: dense, rates: sums.map((sum, group) => (sum / sizes[group]) * (rows / total)) };
}
