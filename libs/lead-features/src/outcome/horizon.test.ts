import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { horizonFrom } from './horizon.ts';

const NOW = Date.UTC(2026, 0, 1);
const lead = (createdDaysAgo: number, convertedAfterDays: number | null) => {
  const createdAt = NOW - createdDaysAgo * DAY_MS;
  return { createdAt, goalReachedAt: convertedAfterDays === null ? null : createdAt + convertedAfterDays * DAY_MS };
};

describe('horizonFrom', () => {
  it('is 90 days where too few conversions are known', () => {
    expect(horizonFrom([lead(100, 3), lead(200, null)], NOW)).toBe(90);
  });

  it('is the plain percentile where every lead is old enough', () => {
    const leads = Array.from({ length: 100 }, (_, index) => lead(400, index + 1));
    expect(horizonFrom(leads, NOW)).toBe(90);
  });

  it('is not drawn down by young leads, which show only quick conversions', () => {
    // Waits even over 1..100 days, creation even over the last 200 days: the plain percentile of what is seen is 83.
    const leads: ReturnType<typeof lead>[] = [];
    for (let ago = 1; ago <= 200; ago++) {
      for (let wait = 1; wait <= 100; wait++) leads.push(lead(ago, wait <= ago ? wait : null));
    }
    const seen = leads
      .flatMap((l) => (l.goalReachedAt === null ? [] : [(l.goalReachedAt - l.createdAt) / DAY_MS]))
      .sort((a, b) => a - b);
    expect(seen[Math.ceil(seen.length * 0.9) - 1]).toBeLessThan(87);
    expect(horizonFrom(leads, NOW)).toBe(90);
  });

  it('ignores a conversion that lies after now', () => {
    const leads = Array.from({ length: 100 }, () => lead(1, 5));
    expect(horizonFrom(leads, NOW)).toBe(90);
  });
});
