import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './wilson-interval.ts';

describe('wilsonInterval', () => {
  it('solves |share − p| = z·√(p(1 − p)/n)', () => {
    for (const [converted, count] of [
      [10, 100],
      [1, 20],
      [19, 20],
    ] as const) {
      for (const p of Object.values(wilsonInterval(converted, count))) {
        expect(Math.abs(converted / count - p)).toBeCloseTo(1.6448536 * Math.sqrt((p * (1 - p)) / count), 6);
      }
    }
    expect(wilsonInterval(0, 30).low).toBe(0);
    expect(wilsonInterval(30, 30).high).toBe(1);
  });
});
