import { describe, expect, it } from 'vitest';
import { pollingForecast, PollingInterval } from './polling-interval.ts';

const budget = { share: 0.25, reserveShare: 0.1 };
const DAY_MS = 86_400_000;

describe('PollingInterval', () => {
  it.each([
    ['Developer Edition', { used: 0, limit: 15_000 }],
    ['a busy day', { used: 11_000, limit: 15_000 }],
    ['a large org', { used: 0, limit: 1_000_000 }],
    ['an org that does not report its usage', undefined],
  ])('keeps a day of polling within its share: %s', (_, usage) => {
    const { limit } = usage ?? { limit: 15_000 };
    for (const calls of [1, 2, 5, 12]) {
      const interval = new PollingInterval(budget);
      for (let poll = 0; poll < 100; poll++) interval.recordCost(calls);
      const aDay = (DAY_MS / interval.intervalMs(usage)) * interval.callsPerPoll;
      expect(aDay).toBeLessThanOrEqual(limit * 0.25 + 1e-6);
    }
  });

  it('is short for cheap polls and long for expensive ones', () => {
    const usage = { used: 0, limit: 15_000 };
    const interval = new PollingInterval(budget);
    const atFirst = interval.intervalMs(usage);
    for (let poll = 0; poll < 50; poll++) interval.recordCost(1);
    const quiet = interval.intervalMs(usage);
    for (let poll = 0; poll < 50; poll++) interval.recordCost(4);
    expect([quiet, atFirst, interval.intervalMs(usage)]).toEqual([24_000, 47_000, expect.closeTo(92_000, -4)]);
  });

  it('grows as the budget shrinks, up to the maximum below the reserve', () => {
    const interval = new PollingInterval(budget);
    const at = (used: number) => interval.intervalMs({ used, limit: 15_000 });
    expect(at(0)).toBe(at(9_000));
    expect(at(12_000)).toBeGreaterThan(at(9_000));
    expect([at(13_499), at(13_500), at(15_000)]).toEqual([300_000, 300_000, 300_000]);
  });

  it('is at least 15 seconds however large the org is', () => {
    expect(new PollingInterval(budget).intervalMs({ used: 0, limit: 10_000_000 })).toBe(15_000);
  });

  it('describes itself in a sentence', () => {
    expect(new PollingInterval(budget).describe({ used: 20, limit: 15_000 })).toBe(
      'The org is polled every 47 s: about 3,680 of its 15,000 API calls a day.',
    );
    expect(pollingForecast({ used: 20, limit: 100_000 })).toBe(
      'Without change events it would be polled every 15 s: about 11,520 of its 100,000 API calls a day',
    );
  });
});
