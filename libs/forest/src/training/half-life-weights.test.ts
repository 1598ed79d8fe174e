import { describe, expect, it } from 'vitest';
import { halfLifeWeights } from './half-life-weights.ts';

describe('halfLifeWeights', () => {
  it('halves the weight with every half-life', () => {
    const weights = halfLifeWeights([0, 90, 180, 45], 90);
    [1, 0.5, 0.25, Math.SQRT1_2].forEach((expected, row) => expect(weights[row]).toBeCloseTo(expected, 12));
  });

  it('rejects a half-life of 0 and a negative age', () => {
    expect(() => halfLifeWeights([1], 0)).toThrow(expect.objectContaining({ code: 'bad_setting' }));
    expect(() => halfLifeWeights([1, -5], 90)).toThrow(expect.objectContaining({ code: 'bad_weight' }));
    expect(() => halfLifeWeights([NaN], 90)).toThrow(expect.objectContaining({ code: 'bad_weight' }));
  });
});
