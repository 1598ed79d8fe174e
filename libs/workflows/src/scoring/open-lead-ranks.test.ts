import { describe, expect, it } from 'vitest';
import { OpenLeadRanks } from './open-lead-ranks.ts';

const ranksOf = (probabilities: readonly number[]) => {
  const ranks = new OpenLeadRanks();
  for (const probability of probabilities) ranks.add(probability);
  return ranks;
};
const evenly = (count: number, max = 1) => Array.from({ length: count }, (_, i) => (max * (i + 0.5)) / count);

describe('OpenLeadRanks', () => {
  it('has at most 1,001 quantiles, ascending, and none of too few leads', () => {
    const quantiles = ranksOf(evenly(3000).toReversed()).quantiles()!;
    expect(quantiles).toHaveLength(1001);
    expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
    expect(ranksOf(evenly(19)).quantiles()).toBeUndefined();
  });

  it('notices bands that miss their shares, but not by a little', () => {
    const shares = { A: 20, B: 20, C: 30, D: 30 };
    expect(ranksOf(evenly(500)).missesShares(evenly(500), shares)).toBe(false);
    expect(ranksOf(evenly(500, 0.99)).missesShares(evenly(500), shares)).toBe(false);
    expect(ranksOf(evenly(500, 0.6)).missesShares(evenly(500), shares)).toBe(true);
  });

  it('leaves leads of one probability together, which no ranking can divide', () => {
    expect(ranksOf(Array.from({ length: 500 }, () => 0.1)).missesShares(evenly(500))).toBe(false);
  });
});
