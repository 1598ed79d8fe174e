import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { leakageZScore } from './leakage-z-score.ts';

describe('leakageZScore', () => {
  it('is near 0 for a model that uses part of the records and high for one with leakage', () => {
    const next = seededRandom(3);
    const inputs = Array.from({ length: 3000 }, () => [next() - 0.5, next() - 0.5] as const);
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
    const best = inputs.map(([a, b]) => sigmoid(-2 + 4 * a + 4 * b));
    const labels = best.map((p) => Number(next() < p));
    const partial = inputs.map(([a]) => sigmoid(-2 + 4 * a));
    const leaking = partial.map((p, row) => (row % 10 === 0 && labels[row] === 1 ? 0.9 : p));
    expect(Math.abs(leakageZScore(labels, best, partial))).toBeLessThan(3);
    expect(leakageZScore(labels, best, leaking)).toBeGreaterThan(5);
  });
});
