import { describe, expect, it } from 'vitest';
import { createReference } from './reference.ts';
import { seededRandom } from '@leadlight/common';

function pastLeads(rows: number, seed: number) {
  const next = seededRandom(seed);
  const probabilities = Float64Array.from({ length: rows }, () => next() ** 2);
  const labels = Uint8Array.from(probabilities, (p) => (next() < p ? 1 : 0));
  return { probabilities, labels };
}

describe('createReference', () => {
  it('puts every past lead into one bin and counts outcomes', () => {
    const { probabilities, labels } = pastLeads(5000, 1);
    const { bins } = createReference(probabilities, labels);
    expect(bins).toHaveLength(40);
    expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(5000);
    expect(bins.reduce((sum, bin) => sum + bin.converted, 0)).toBe(labels.reduce((sum, label) => sum + label, 0));
    expect(bins.at(-1)?.upTo).toBe(1);
    bins.slice(1).forEach((bin, i) => expect(bin.upTo).toBeGreaterThan(bins[i].upTo));
  });

  it('counts leads, not rows, where rows are grouped', () => {
    const { probabilities, labels } = pastLeads(2000, 4);
    const leads = Int32Array.from({ length: 6000 }, (_, row) => Math.floor(row / 3));
    const { bins } = createReference(
      Float64Array.from(leads, (lead) => probabilities[lead]),
      Uint8Array.from(leads, (lead) => labels[lead]),
      leads,
    );
    expect(bins).toEqual(createReference(probabilities, labels).bins);
  });

  it('counts a lead with different outcomes in part', () => {
    const probabilities = new Float64Array(100).fill(0.3);
    const labels = Uint8Array.from(probabilities, (_, row) => row % 2);
    const groups = Int32Array.from(probabilities, (_, row) => Math.floor(row / 2));
    expect(createReference(probabilities, labels, groups).bins).toEqual([{ upTo: 1, count: 50, converted: 25 }]);
  });

  it('computes quantiles of the last 2,000 rows that are not NaN', () => {
    const probabilities = Float64Array.from({ length: 3000 }, (_, row) =>
      row < 900 ? 0.9 : row % 10 === 0 ? NaN : 0.2,
    );
    const { quantiles } = createReference(probabilities, new Uint8Array(3000).fill(1, 0, 500));
    expect(quantiles).toHaveLength(1001);
    expect(new Set(quantiles)).toEqual(new Set([0.2, 0.9]));
    expect(quantiles.filter((q) => q === 0.9).length).toBeLessThan(100);
  });

  it('puts equal probabilities into one bin', () => {
    const { bins } = createReference(new Float64Array(1000).fill(0.3), new Uint8Array(1000).fill(1, 0, 300));
    expect(bins).toEqual([{ upTo: 1, count: 1000, converted: 300 }]);
  });

  it('finds the uncertain range: the conformal set of each outcome covers nine of ten leads', () => {
    const reference = createReference(pastLeads(4000, 2).probabilities, pastLeads(4000, 2).labels);
    const { probabilities, labels } = pastLeads(20_000, 3);
    const { low, high } = reference.uncertain ?? { low: NaN, high: NaN };
    const covered = (outcome: number) => {
      const of = probabilities.filter((_, row) => labels[row] === outcome);
      return of.filter((p) => (outcome === 1 ? p >= low : p <= high)).length / of.length;
    };
    expect(covered(1)).toBeCloseTo(0.9, 1.5);
    expect(covered(0)).toBeCloseTo(0.9, 1.5);
    expect(low).toBeGreaterThan(0.01);
    expect(low).toBeLessThan(high);
    expect(high).toBeLessThan(0.99);
  });

  it('has no uncertain range where outcomes are clearly separated or too few', () => {
    const clear = Float64Array.from({ length: 200 }, (_, row) => (row < 100 ? 0.1 : 0.9));
    const labels = Uint8Array.from(clear, (p) => (p > 0.5 ? 1 : 0));
    expect(createReference(clear, labels).uncertain).toBeUndefined();
    expect(createReference(clear.subarray(0, 5), labels.subarray(0, 5)).uncertain).toBeUndefined();
  });
});
