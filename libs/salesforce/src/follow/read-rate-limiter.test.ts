import { describe, expect, it } from 'vitest';
import { ReadRateLimiter } from './read-rate-limiter.ts';

const HOUR_MS = 3_600_000;
const usage = { used: 0, limit: 15_000 };

function createLimiter() {
  const clock = { now: 0 };
  const limiter = new ReadRateLimiter({ share: 0.25, reserveShare: 0.1 }, { elapsedMs: () => clock.now });
  return { clock, limiter };
}

/** How many reads of two calls each are allowed in this time, at most one per second. */
function readsIn(hours: number): number {
  const { clock, limiter } = createLimiter();
  let reads = 0;
  while (clock.now < hours * HOUR_MS) {
    clock.now += Math.max(1_000, limiter.waitMs(usage));
    limiter.spend(2);
    reads += 1;
  }
  return reads;
}

describe('ReadRateLimiter', () => {
  it('lets a burst through at once', () => {
    const { clock, limiter } = createLimiter();
    for (let read = 0; read < 200; read++) {
      expect(limiter.waitMs(usage)).toBe(0);
      limiter.spend(2);
      clock.now += 1_000;
    }
  });

  it('delays changes that arrive for hours, so that a day of them stays near its share', () => {
    expect(readsIn(0.05)).toBe(180);
    expect(readsIn(24) * 2).toBeGreaterThan(3_750);
    expect(readsIn(24) * 2).toBeLessThan(3_750 * (1 + 1 / 8) + 10);
  });

  it('saves unused calls for at most three hours', () => {
    const { clock, limiter } = createLimiter();
    limiter.waitMs(usage);
    limiter.spend(468);
    expect(limiter.waitMs(usage)).toBeGreaterThan(0);
    clock.now += 100 * HOUR_MS;
    expect(limiter.waitMs(usage)).toBe(0);
    limiter.spend(468);
    expect(limiter.waitMs(usage)).toBeGreaterThan(0);
  });

  it('waits up to five minutes below the reserve, and starts again from short waits afterwards', () => {
    const { limiter } = createLimiter();
    const short = { used: 13_500, limit: 15_000 };
    const waits = Array.from({ length: 6 }, () => limiter.waitMs(short));
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
    expect(limiter.waitMs(usage)).toBe(0);
    expect(limiter.waitMs(short)).toBe(30_000);
  });
});
