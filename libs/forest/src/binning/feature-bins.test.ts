import { describe, expect, it } from 'vitest';
import { findBin, findBinEdges } from './feature-bins.ts';
import { binNumbers } from '../core/bin.ts';
import { normalVariate } from '../testing/simulated-leads.ts';
import { seededRandom } from '@leadlight/common';

describe('findBinEdges and findBin', () => {
  it('finds the same bins as binNumbers of the core, at edges and between, for any number of edges', () => {
    for (let count = 0; count <= 70; count++) {
      const edges = Float64Array.from({ length: count }, (_, i) => i * 1.5 - 20);
      const values = Float64Array.from([...edges, ...edges.map((edge) => edge + 0.1), -1e308, 1e308, -0, NaN]);
      const bins = new Uint8Array(values.length);
      expect(binNumbers(values, values.length, edges, 0, count, bins, 0, 1)).toBe(-1);
      expect(Array.from(bins)).toEqual(Array.from(values, (value) => findBin(edges, value)));
    }
  });

  it('gives every distinct value its own bin where there are enough bins', () => {
    const edges = findBinEdges(
      Float64Array.from({ length: 1000 }, (_, row) => (row % 9) * 10),
      64,
    );
    expect(Array.from(edges)).toEqual([5, 15, 25, 35, 45, 55, 65, 75]);
  });

  it('divides skewed numbers into about equal shares and gives a frequent value its own bin', () => {
    const next = seededRandom(6);
    const values = Float64Array.from({ length: 30_000 }, () => (next() < 0.4 ? 0 : Math.exp(3 * normalVariate(next))));
    const edges = findBinEdges(values, 17);
    const counts = new Float64Array(18);
    values.forEach((value) => counts[findBin(edges, value)]++);
    expect(edges).toHaveLength(15);
    expect(counts[1]).toBe(values.filter((value) => value === 0).length);
    for (const count of counts.subarray(2, 17)) expect(Math.abs(count / 30_000 - 0.04)).toBeLessThan(0.012);
  });

  it('samples rows in a periodic order without bias', () => {
    const values = Float64Array.from({ length: 80_000 }, (_, row) => (row % 8 === 0 ? row : -1));
    expect(findBinEdges(values, 10).length).toBeGreaterThan(4);
  });
});
