import { seededRandom } from '@leadlight/common';
import type { GroupKey } from '../groups.ts';

/**
 * Bootstrap weights: groups (leads) are drawn with replacement, and the weight of a row is how often its group was drawn.
 * @param groups [rows]; null = a group of its own
 * @source Efron 1979; Davison and Hinkley 1997, section 3.8, on resampling clusters
 */
export function* bootstrapWeights(
  groups: ArrayLike<GroupKey>,
  replicates: number,
  seed: number,
): Generator<Int32Array> {
  const { groupOf, count } = numberGroups(groups);
  const random = seededRandom(seed);
  for (let replicate = 0; replicate < replicates; replicate++) {
    const drawn = new Int32Array(count);
    for (let draw = 0; draw < count; draw++) drawn[Math.floor(random() * count)]!++;
    yield groupOf.map((group) => drawn[group]!);
  }
}

function numberGroups(groups: ArrayLike<GroupKey>): { groupOf: Int32Array; count: number } {
  const numbers = new Map<GroupKey, number>();
  let count = 0;
  const groupOf = Int32Array.from(groups, (key) => {
    const number = key === null ? undefined : numbers.get(key);
    if (number !== undefined) return number;
    if (key !== null) numbers.set(key, count);
    return count++;
  });
  return { groupOf, count };
}

/** Two-sided 90 %. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Standard deviation; values that could not be measured (NaN) are left out. */
export function standardDeviation(values: ArrayLike<number>): number {
  const measured = Array.from(values).filter((value) => !Number.isNaN(value));
  const mean = measured.reduce((sum, value) => sum + value, 0) / measured.length;
  return Math.sqrt(measured.reduce((sum, value) => sum + (value - mean) ** 2, 0) / measured.length);
}

/** The middle 90 % of replicates, or all but `tail` at each end; those that could not be measured (NaN) are left out. */
export function percentileInterval(replicates: ArrayLike<number>, tail = 0.05): Interval {
  const ascending = Float64Array.from(replicates)
    .filter((value) => !Number.isNaN(value))
    .sort();
  return { low: quantile(ascending, tail), high: quantile(ascending, 1 - tail) };
}

/** Linear between order statistics; NaN for no values. */
export function quantile(ascending: Float64Array, share: number): number {
  if (ascending.length === 0) return Number.NaN;
  const position = share * (ascending.length - 1);
  const below = ascending[Math.floor(position)]!;
  const above = ascending[Math.ceil(position)]!;
  return below + (above - below) * (position - Math.floor(position));
}
