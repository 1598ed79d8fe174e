import { describe, expect, it } from 'vitest';
import { orderCategories, orderedTargetStatistics } from './category-bins.ts';
import { areaUnderCurve } from '../testing/simulated-leads.ts';
import { seededRandom } from '@leadlight/common';

const column = (codes: Int32Array, count: number) => ({
  kind: 'categorical' as const,
  name: 'c',
  codes,
  categories: Array.from({ length: count }, (_, i) => `${i}`),
});
const binsOf = (codes: Int32Array, count: number, labels: Uint8Array, maxBins: number) =>
  orderCategories(column(codes, count), { labels }, maxBins).bins;

describe('orderCategories', () => {
  it('orders bins by smoothed rate; categories without rows have bin 0', () => {
    const codes = Int32Array.from({ length: 400 }, (_, row) => (row % 4) - 1);
    const labels = Uint8Array.from(codes, (code, row) => (code === 1 ? 1 : code === 0 ? 0 : row % 3 === 0 ? 1 : 0));
    expect(Array.from(binsOf(codes, 4, labels, 64))).toEqual([1, 3, 2, 0]);
  });

  it('gives all rare categories one bin', () => {
    const codes = Int32Array.from({ length: 300 }, (_, row) => (row < 200 ? row % 2 : 2 + (row % 50)));
    const labels = Uint8Array.from(codes, (code) => code & 1);
    const bins = binsOf(codes, 52, labels, 64);
    expect(new Set(bins.subarray(2)).size).toBe(1);
    expect(new Set(bins).size).toBe(3);
  });

  it('lets neighbours share a bin where there are more categories than bins', () => {
    const codes = Int32Array.from({ length: 3000 }, (_, row) => row % 100);
    const labels = Uint8Array.from(codes, (code, row) => ((row * 31) % 100 < code ? 1 : 0));
    const bins = binsOf(codes, 100, labels, 11);
    expect(Math.max(...bins)).toBe(10);
    expect(bins[99]).toBe(10);
    expect(bins[0]).toBe(1);
  });

  it('ignores the labels of rows outside countedRows', () => {
    const codes = Int32Array.from({ length: 3000 }, (_, row) => row % 100);
    const labels = Uint8Array.from(codes, (code, row) => ((row * 31) % 100 < code ? 1 : 0));
    const counted = Uint8Array.from(codes, (_, row) => Number(row % 5 > 0));
    const flipped = labels.map((label, row) => (counted[row] ? label : 1 - label));
    const order = (by: Uint8Array) =>
      orderCategories(column(codes, 100), { labels: by, countedRows: counted }, 64).bins;
    expect(order(flipped)).toEqual(order(labels));
    expect(order(labels)).not.toEqual(binsOf(codes, 100, labels, 64));
  });
});

describe('orderedTargetStatistics', () => {
  const ROWS = 10_000;
  const noisy = (values: number, seed: number) => {
    const next = seededRandom(seed);
    const codes = Int32Array.from({ length: ROWS }, (_, row) => (row % (values + 1)) - 1);
    return { codes, labels: Uint8Array.from(codes, () => Number(next() < 0.12)) };
  };
  const rowBinsOf = (codes: Int32Array, values: number, labels: Uint8Array, groups?: Int32Array) => {
    const targets = { labels, groups };
    const order = orderCategories(column(codes, values), targets, 64);
    return { order, rowBins: orderedTargetStatistics(column(codes, values), targets, order) };
  };

  it('does not leak the labels of categories that are noise', () => {
    for (const seed of [1, 2, 3]) {
      const { codes, labels } = noisy(500, seed);
      const { order, rowBins } = rowBinsOf(codes, 500, labels);
      const byCategory = Float64Array.from(codes, (code) => (code < 0 ? 0 : order.bins[code]));
      expect(areaUnderCurve(byCategory, labels)).toBeGreaterThan(0.62);
      expect(Math.abs(areaUnderCurve(rowBins!, labels) - 0.5)).toBeLessThan(0.03);
    }
  });

  it('does not depend on the row’s own label or those of its group', () => {
    const { codes, labels } = noisy(500, 4);
    const groups = Int32Array.from(codes, (_, row) => row >> 1);
    const own = [4321, 4320];
    const flipped = labels.map((label, row) => (own.includes(row) ? 1 - label : label));
    const settled = orderCategories(column(codes, 500), { labels }, 64);
    const withLabels = (by: Uint8Array) => {
      const rowBins = orderedTargetStatistics(column(codes, 500), { labels: by, groups }, settled)!;
      return [own.map((row) => rowBins[row]), rowBins.filter((bin, row) => bin !== before[row]).length];
    };
    const before = orderedTargetStatistics(column(codes, 500), { labels, groups }, settled)!;
    expect(withLabels(flipped)[0]).toEqual(own.map((row) => before[row]));
    expect(withLabels(flipped)[1]).toBeGreaterThan(0);
  });

  it('keeps missing values in bin 0 and returns undefined for few categories', () => {
    const { codes, labels } = noisy(500, 5);
    const { rowBins } = rowBinsOf(codes, 500, labels);
    codes.forEach((code, row) => expect(rowBins![row] === 0).toBe(code < 0));
    for (const few of [2, 8]) expect(rowBinsOf(noisy(few, 6).codes, few, labels).rowBins).toBeUndefined();
  });

  it('follows the rate of the category', () => {
    const codes = Int32Array.from({ length: ROWS }, (_, row) => row % 200);
    const next = seededRandom(7);
    const labels = Uint8Array.from(codes, (code) => Number(next() < (code < 100 ? 0.1 : 0.4)));
    const { order, rowBins } = rowBinsOf(codes, 200, labels);
    expect(order.bins[150]).toBeGreaterThan(order.bins[50]);
    expect(
      areaUnderCurve(
        rowBins!,
        Uint8Array.from(codes, (code) => Number(code >= 100)),
      ),
    ).toBeGreaterThan(0.85);
  });
});

describe('orderedTargetStatistics with rows that are not counted', () => {
  const ROWS = 6_000;
  const next = seededRandom(17);
  const codes = Int32Array.from({ length: ROWS }, (_, row) => row % 200);
  const labels = Uint8Array.from(codes, (code) => Number(next() < (code % 10) / 12));
  const countedRows = Uint8Array.from(codes, (_, row) => Number(row % 3 > 0));
  const categories = column(codes, 200);
  const order = orderCategories(categories, { labels }, 64);

  it('bins them by the rate of their category in all counted rows, so that rows of a category agree', () => {
    const bins = orderedTargetStatistics(categories, { labels, countedRows }, order)!;
    const flipped = labels.map((label, row) => (countedRows[row] ? label : 1 - label));
    expect(orderedTargetStatistics(categories, { labels: flipped, countedRows }, order)).toEqual(bins);
    const held = Array.from(codes.keys()).filter((row) => countedRows[row] === 0);
    const byCategory = Map.groupBy(held, (row) => codes[row]);
    for (const rows of byCategory.values()) expect(new Set(rows.map((row) => bins[row])).size).toBe(1);
    const training = Array.from(codes.keys()).filter((row) => countedRows[row] === 1);
    const binsByCategory = Map.groupBy(training, (row) => codes[row]);
    expect(Array.from(binsByCategory.values()).some((rows) => new Set(rows.map((row) => bins[row])).size > 1)).toBe(
      true,
    );
  });

  it('gives other bins in another order of the rows, and the same in the same', () => {
    const binsIn = (permutation: number) => orderedTargetStatistics(categories, { labels }, order, permutation);
    expect(binsIn(1)).not.toEqual(binsIn(0));
    expect(binsIn(1)).toEqual(binsIn(1));
  });
});
