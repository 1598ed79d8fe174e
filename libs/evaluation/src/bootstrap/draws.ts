import { randomFrom } from '../random.ts';
import type { GroupKey } from '../split.ts';

/**
 * Bootstrap weights: groups (leads) are drawn with replacement, and each row counts as often as its group was drawn.
 * @param groups [rows]; null = a group of its own
 * @source Efron 1979; Davison and Hinkley 1997, section 3.8, on resampling clusters
 */
export function* bootstrapWeights(
  groups: ArrayLike<GroupKey>,
  replicates: number,
  seed: number,
): Generator<Int32Array> {
  const { groupOf, count } = numbered(groups);
  const random = randomFrom(seed);
  for (let replicate = 0; replicate < replicates; replicate++) {
    const drawn = new Int32Array(count);
    for (let draw = 0; draw < count; draw++) drawn[Math.floor(random() * count)]!++;
    yield groupOf.map((group) => drawn[group]!);
  }
}

function numbered(groups: ArrayLike<GroupKey>): { groupOf: Int32Array; count: number } {
  const numbers = new Map<GroupKey, number>();
  let count = 0;
  const groupOf = Int32Array.from(groups, (key) => {
    const known = key === null ? undefined : numbers.get(key);
    if (known !== undefined) return known;
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

/** The middle 90 % of replicates; those that could not be measured (NaN) are left out. */
export function percentileInterval(replicates: ArrayLike<number>): Interval {
  const ascending = Float64Array.from(replicates)
    .filter((value) => !Number.isNaN(value))
    .sort();
  return { low: quantile(ascending, 0.05), high: quantile(ascending, 0.95) };
}

/** Linear between order statistics; NaN of nothing. */
export function quantile(ascending: Float64Array, share: number): number {
  if (ascending.length === 0) return Number.NaN;
  const place = share * (ascending.length - 1);
  const below = ascending[Math.floor(place)]!;
  const above = ascending[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}
