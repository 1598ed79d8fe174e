import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';
import { realTiming } from './timing.ts';

const delays = (random: number) =>
  [1, 2, 3, 4, 5, 6, 7].map((attempt) => backoffMs(attempt, { ...realTiming, random: () => random }));

describe('backoffMs', () => {
  it('doubles from one second after the first attempt, up to 20 seconds', () => {
    expect(delays(1)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
  });

  it('has equal jitter: at least half of the delay is fixed', () => {
    expect(delays(0)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });
});
