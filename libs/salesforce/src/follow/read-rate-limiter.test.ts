import { describe, expect, it } from 'vitest';
import { ReadRateLimiter } from './read-rate-limiter.ts';

const HOUR_MS = 3_600_000;
const usage = { used: 0, limit: 15_000 };

function allowance() {
  const clock = { now: 0 };
  const made = new ReadRateLimiter({ share: 0.25, floorShare: 0.1 }, () => clock.now);
  return { clock, made };
}

/** Reads of two calls each for so long, one at least every second: how many. */
function readsIn(hours: number): number {
  const { clock, made } = allowance();
  let reads = 0;
  while (clock.now < hours * HOUR_MS) {
    clock.now += Math.max(1_000, made.waitMs(usage));
    made.spend(2);
    reads += 1;
  }
  return reads;
}

describe('ReadRateLimiter', () => {
  it('lets a burst through at once', () => {
    const { clock, made } = allowance();
    for (let read = 0; read < 200; read++) {
      expect(made.waitMs(usage)).toBe(0);
      made.spend(2);
      clock.now += 1_000;
    }
  });

  it('delays changes that arrive for hours, so that a day of them stays near its share', () => {
    expect(readsIn(0.05)).toBe(180);
    expect(readsIn(24) * 2).toBeGreaterThan(3_750);
    expect(readsIn(24) * 2).toBeLessThan(3_750 * (1 + 1 / 8) + 10);
  });

  it('saves unused calls for at most three hours', () => {
    const { clock, made } = allowance();
    made.waitMs(usage);
    made.spend(468);
    expect(made.waitMs(usage)).toBeGreaterThan(0);
    clock.now += 100 * HOUR_MS;
    expect(made.waitMs(usage)).toBe(0);
    made.spend(468);
    expect(made.waitMs(usage)).toBeGreaterThan(0);
  });

  it('waits up to five minutes below the floor, and starts again from short waits afterwards', () => {
    const { made } = allowance();
    const short = { used: 13_500, limit: 15_000 };
    const waits = Array.from({ length: 6 }, () => made.waitMs(short));
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
    expect(made.waitMs(usage)).toBe(0);
    expect(made.waitMs(short)).toBe(30_000);
  });
});
