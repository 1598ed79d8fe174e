import { exp } from '../core/math.ts';
import { POISSON_THRESHOLDS, POISSON_WORDS } from '../core/random.ts';
import type { Examples } from '../table.ts';

/**
 * Thresholds of a Poisson variate of mean 1 for 31 random bits (the variate is the number of thresholds that are not above
 * them), followed by a lookup table for their upper 8 bits. `bagCount` in `core/random.ts` reads it.
 */
export function poissonThresholds(): Int32Array {
  const thresholds = new Int32Array(POISSON_WORDS).fill(2 ** 31 - 1);
  let p = exp(-1);
  let sum = p;
  for (let k = 0; k < 12; k++) {
    thresholds[k] = Math.min(2 ** 31 - 1, Math.round(sum * 2 ** 31));
    p /= k + 1;
    sum += p;
  }
  const countOf = (bits: number) => thresholds.subarray(0, POISSON_THRESHOLDS).filter((at) => bits >= at).length;
  for (let high = 0; high < 256; high++) {
    const count = countOf(high * 2 ** 23);
    thresholds[POISSON_THRESHOLDS + high] = count === countOf((high + 1) * 2 ** 23 - 1) ? count : -1;
  }
  return thresholds;
}

export interface Sampling {
  /** [rows] 0 … groups - 1; undefined = every row is a group of its own. */
  readonly groups?: Int32Array;
  /** [groups] Mean count in a bag, 1 on average over the rows; undefined = all 1. */
  readonly rates?: Float64Array;
}

/** Renumbers the groups 0, 1, 2 … in order of their first rows. */
function renumberGroups(groups: Int32Array): { readonly groups: Int32Array; readonly count: number } {
  const numbers = new Map<number, number>();
  const renumbered = groups.map((group) => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
  return { groups: renumbered, count: numbers.size };
}

/**
 * Which rows are drawn together, and how often. A weight is the mean number of times that a row is drawn, relative to the
 * others; rows of one group share their mean weight.
 */
export function createSampling(examples: Examples, positiveWeight: number): Sampling {
  const { rows, labels } = examples;
  const { groups, count } = examples.groups ? renumberGroups(examples.groups) : { groups: undefined, count: rows };
  if (!examples.weights && positiveWeight === 1) return { groups };
  const weights = Float64Array.from(
    labels,
    (label, row) => (examples.weights?.[row] ?? 1) * (label ? positiveWeight : 1),
  );
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const group = groups ? groups[row] : row;
    sums[group] += weights[row];
    sizes[group]++;
    total += weights[row];
  }
  return { groups, rates: sums.map((sum, group) => (sum / sizes[group]) * (rows / total)) };
}
