import { describe, expect, it } from 'vitest';
import { orderCategories, orderedTargetStatistics } from './category-bins.ts';
import { areaUnderCurve, uniformRandom } from '../testing/simulated-leads.ts';

const column = (codes: Int32Array, count: number) => ({
  kind: 'categorical' as const,
  name: 'c',
  codes,
  categories: Array.from({ length: count }, (_, i) => `${i}`),
});
const binsOf = (codes: Int32Array, count: number, labels: Uint8Array, maxBins: number) =>
  orderCategories(column(codes, count), { labels }, maxBins).bins;

describe('bins of categories', () => {
  it('ascend with the smoothed rate; the unseen and the missing have none of their own', () => {
    const codes = Int32Array.from({ length: 400 }, (_, row) => (row % 4) - 1);
    const labels = Uint8Array.from(codes, (code, row) => (code === 1 ? 1 : code === 0 ? 0 : row % 3 === 0 ? 1 : 0));
    expect(Array.from(binsOf(codes, 4, labels, 64))).toEqual([1, 3, 2, 0]);
  });

  it('are one and the same for rare categories, whose rates would be their own labels', () => {
    const codes = Int32Array.from({ length: 300 }, (_, row) => (row < 200 ? row % 2 : 2 + (row % 50)));
    const labels = Uint8Array.from(codes, (code) => code & 1);
    const bins = binsOf(codes, 52, labels, 64);
    expect(new Set(bins.subarray(2)).size).toBe(1);
    expect(new Set(bins).size).toBe(3);
  });

  it('are shared by neighbours where there are more categories than bins', () => {
    const codes = Int32Array.from({ length: 3000 }, (_, row) => row % 100);
    const labels = Uint8Array.from(codes, (code, row) => ((row * 31) % 100 < code ? 1 : 0));
    const bins = binsOf(codes, 100, labels, 11);
    expect(Math.max(...bins)).toBe(10);
    expect(bins[99]).toBe(10);
    expect(bins[0]).toBe(1);
  });

  it('know nothing of labels that do not count', () => {
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

describe('the bins that rows are learned from', () => {
  const ROWS = 10_000;
  const noisy = (values: number, seed: number) => {
    const next = uniformRandom(seed);
    const codes = Int32Array.from({ length: ROWS }, (_, row) => (row % (values + 1)) - 1);
    return { codes, labels: Uint8Array.from(codes, () => Number(next() < 0.12)) };
  };
  const placesOf = (codes: Int32Array, values: number, labels: Uint8Array, groups?: Int32Array) => {
    const outcomes = { labels, groups };
    const order = orderCategories(column(codes, values), outcomes, 64);
    return { order, places: orderedTargetStatistics(column(codes, values), outcomes, order) };
  };

  it('tell nothing of their own labels where there is nothing to tell', () => {
    for (const seed of [1, 2, 3]) {
      const { codes, labels } = noisy(500, seed);
      const { order, places } = placesOf(codes, 500, labels);
      const byCategory = Float64Array.from(codes, (code) => (code < 0 ? 0 : order.bins[code]));
      expect(areaUnderCurve(byCategory, labels)).toBeGreaterThan(0.62);
      expect(Math.abs(areaUnderCurve(places!, labels) - 0.5)).toBeLessThan(0.03);
    }
  });

  it('do not change with the row’s own label, nor with those of its group', () => {
    const { codes, labels } = noisy(500, 4);
    const groups = Int32Array.from(codes, (_, row) => row >> 1);
    const own = [4321, 4320];
    const flipped = labels.map((label, row) => (own.includes(row) ? 1 - label : label));
    const settled = orderCategories(column(codes, 500), { labels }, 64);
    const at = (by: Uint8Array) => {
      const places = orderedTargetStatistics(column(codes, 500), { labels: by, groups }, settled)!;
      return [own.map((row) => places[row]), places.filter((place, row) => place !== at0[row]).length];
    };
    const at0 = orderedTargetStatistics(column(codes, 500), { labels, groups }, settled)!;
    expect(at(flipped)[0]).toEqual(own.map((row) => at0[row]));
    expect(at(flipped)[1]).toBeGreaterThan(0);
  });

  it('keep missing ones apart, and are those of the categories where these are few', () => {
    const { codes, labels } = noisy(500, 5);
    const { places } = placesOf(codes, 500, labels);
    codes.forEach((code, row) => expect(places![row] === 0).toBe(code < 0));
    for (const few of [2, 8]) expect(placesOf(noisy(few, 6).codes, few, labels).places).toBeUndefined();
  });

  it('lean to where the category belongs', () => {
    const codes = Int32Array.from({ length: ROWS }, (_, row) => row % 200);
    const next = uniformRandom(7);
    const labels = Uint8Array.from(codes, (code) => Number(next() < (code < 100 ? 0.1 : 0.4)));
    const { order, places } = placesOf(codes, 200, labels);
    expect(order.bins[150]).toBeGreaterThan(order.bins[50]);
    expect(
      areaUnderCurve(
        places!,
        Uint8Array.from(codes, (code) => Number(code >= 100)),
      ),
    ).toBeGreaterThan(0.85);
  });
});
