import { mix } from '../core/random.ts';
import { ForestError } from '../errors.ts';
import type { CategoricalColumn, Column, NumericColumn } from '../table.ts';

/** How raw values of one feature become bins: 0 = missing or unseen, 1 … = ascending. */
export type FeatureBins =
  | {
      readonly kind: 'numeric';
      readonly name: string;
      /** Ascending. A value up to edges[0] is in bin 1, one up to edges[1] in bin 2, one above all in the last bin. */
      readonly edges: Float64Array;
    }
  | {
      readonly kind: 'categorical';
      readonly name: string;
      readonly categories: readonly string[];
      /** [categories] bin of each, ascending with its smoothed rate in training. */
      readonly bins: Uint16Array;
    };

/** Edges are computed from at most this many values; more would hardly change them. */
const MAX_SAMPLED_VALUES = 10_000;

/** One value at random from each of equal stretches of rows, so that no periodic order of the rows distorts the sample. */
function sampleValues(values: Float64Array): Float64Array {
  if (values.length <= MAX_SAMPLED_VALUES) return values.slice();
  const stretch = values.length / MAX_SAMPLED_VALUES;
  return Float64Array.from({ length: MAX_SAMPLED_VALUES }, (_, i) => {
    const within = (mix(i) >>> 0) / 2 ** 32;
    return values[Math.floor((i + within) * stretch)];
  });
}

/** The bin of a number: 1 + the number of edges below it; 0 for NaN. */
export function findBin(edges: Float64Array, value: number): number {
  if (value !== value) return 0;
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

/** Between two neighbours a < b, but never b itself. */
function midpoint(a: number, b: number): number {
  const middle = a + (b - a) / 2;
  return middle < b ? middle : a;
}

/** Distinct present values, ascending, with how often each occurs. */
function countDistinctValues(values: Float64Array): { readonly distinct: Float64Array; readonly counts: Uint32Array } {
  const sorted = sampleValues(values)
    .filter((value) => value === value)
    .sort();
  const count = sorted.length;
  const distinct = new Float64Array(count);
  const counts = new Uint32Array(count);
  let last = -1;
  for (let i = 0; i < count; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) distinct[++last] = sorted[i];
    counts[last]++;
  }
  return { distinct: distinct.subarray(0, last + 1), counts: counts.subarray(0, last + 1) };
}

/** Edges for bins of about equal mass; a value that fills a bin by itself gets its own. */
export function findBinEdges(values: Float64Array, maxBins: number): Float64Array {
  const { distinct, counts } = countDistinctValues(values);
  const edges: number[] = [];
  let left = maxBins - 1;
  let remaining = counts.reduce((sum, n) => sum + n, 0);
  let inBin = 0;
  for (let i = 0; i + 1 < distinct.length && left > 1; i++) {
    inBin += counts[i];
    const target = remaining / left;
    // Close the bin here where the next value would overfill it by more than it is underfilled now.
    const nearer = inBin + counts[i + 1] - target > target - inBin;
    if (nearer || distinct.length - i <= left) {
      edges.push(midpoint(distinct[i], distinct[i + 1]));
      remaining -= inBin;
      inBin = 0;
      left--;
    }
  }
  return Float64Array.from(edges);
}

function binNumericColumn(column: NumericColumn, edges: Float64Array, bins: Uint8Array | Uint16Array): void {
  for (let row = 0; row < bins.length; row++) {
    const value = column.values[row];
    if (value === Infinity || value === -Infinity)
      throw new ForestError('infinite_value', { column: column.name, row });
    bins[row] = findBin(edges, value);
  }
}

/** Fills the bins of one column. @param bins [rows] @throws ForestError `infinite_value` */
export function binColumn(column: Column, feature: FeatureBins, bins: Uint8Array | Uint16Array): void {
  if (feature.kind === 'numeric' && column.kind === 'numeric') return binNumericColumn(column, feature.edges, bins);
  if (feature.kind !== 'categorical' || column.kind !== 'categorical') {
    throw new ForestError('table_columns', { column: column.name, expected: `a ${feature.kind} column` });
  }
  const binOfCode = binsByCode(column, feature);
  for (let row = 0; row < bins.length; row++) bins[row] = binOfCode[column.codes[row] + 1];
}

/** Bins by the column's own code + 1, so that missing is the first; 0 for categories that training never saw. */
export function binsByCode(column: CategoricalColumn, feature: FeatureBins & { kind: 'categorical' }): Uint16Array {
  const byName = new Map(feature.categories.map((category, code) => [category, feature.bins[code]]));
  return Uint16Array.from([0, ...column.categories.map((category) => byName.get(category) ?? 0)]);
}

/** How many bins a feature has, with bin 0. */
export function binCount(feature: FeatureBins): number {
  return feature.kind === 'numeric'
    ? feature.edges.length + 2
    : feature.bins.reduce((max, bin) => Math.max(max, bin), 0) + 1;
}
