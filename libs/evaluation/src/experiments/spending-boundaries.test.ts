import { normalVariate, seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { spendingBoundaries } from './spending-boundaries.ts';

describe('spending boundaries', () => {
  it('agree with those published for five equally spaced analyses', () => {
    // DeMets and Lan 1994 as computed by the R package ldbounds: O'Brien-Fleming-like, two-sided 5 %.
    const published = [4.8769, 3.357, 2.6803, 2.2898, 2.031];
    for (const [analysis, critical] of spendingBoundaries([0.2, 0.4, 0.6, 0.8, 1], 0.05).entries())
      expect(critical).toBeCloseTo(published[analysis]!, 2);
  });

  it('are the usual quantile for a single analysis', () => {
    expect(spendingBoundaries([1], 0.05)[0]).toBeCloseTo(1.95996, 3);
  });

  it('conclude nothing from the first few leads', () => {
    expect(spendingBoundaries([0.005, 0.02], 0.05)).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  it('are crossed by as many paths without an effect as they may be, however many analyses there are', () => {
    const shares = Array.from({ length: 100 }, (_, index) => (index + 1) / 100);
    const boundaries = spendingBoundaries(shares, 0.1);
    const random = seededRandom(4);
    let crossed = 0;
    for (let path = 0; path < 10_000; path++) {
      let value = 0;
      const isCrossed = boundaries.some((critical, analysis) => {
        value += normalVariate(random) / 10;
        return Math.abs(value) / Math.sqrt(shares[analysis]!) > critical;
      });
      if (isCrossed) crossed++;
    }
    // Three standard errors of 10 % of 10,000.
    expect(Math.abs(crossed - 1000)).toBeLessThan(90);
  });

  it('reject shares that do not rise', () => {
    expect(() => spendingBoundaries([0.5, 0.5], 0.05)).toThrow(RangeError);
    expect(() => spendingBoundaries([0.5, 1.1], 0.05)).toThrow(RangeError);
  });
});
