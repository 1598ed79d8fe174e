import { describe, expect, it } from 'vitest';
import { sampleSizePerArm } from './sample-size.ts';

describe('sample size per arm', () => {
  it('is that of the textbook', () => {
    expect(sampleSizePerArm({ baseRate: 0.06, relativeEffect: 0.2 })).toBe(6717);
    // (1.95996 + 0.84162)² · (0.1 · 0.9 + 0.15 · 0.85) / 0.05² = 682.8
    expect(sampleSizePerArm({ baseRate: 0.1, relativeEffect: 0.5 })).toBe(683);
  });

  it('is the same for a loss as for the gain back', () => {
    expect(sampleSizePerArm({ baseRate: 0.1, relativeEffect: -0.2 })).toBe(
      sampleSizePerArm({ baseRate: 0.08, relativeEffect: 0.25 }),
    );
  });

  it('is endless for no effect and rejects impossible rates', () => {
    expect(sampleSizePerArm({ baseRate: 0.06, relativeEffect: 0 })).toBe(Number.POSITIVE_INFINITY);
    expect(() => sampleSizePerArm({ baseRate: 0.6, relativeEffect: 1 })).toThrow(RangeError);
    expect(() => sampleSizePerArm({ baseRate: 0, relativeEffect: 0.2 })).toThrow(RangeError);
  });
});
