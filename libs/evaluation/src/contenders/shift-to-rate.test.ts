import { describe, expect, it } from 'vitest';
import { logit } from '../log-odds.ts';
import { shiftToRate } from './shift-to-rate.ts';

describe('shiftToRate', () => {
  const labels = [1, 0, 0, 1, 1];
  const probabilities = [0.5, 0.1, 0.02, 0.4, 0.3];

  it('shifts all log odds by one number to the share of converted rows', () => {
    const shifted = shiftToRate(probabilities, labels);
    expect(shifted.reduce((sum, p) => sum + p, 0)).toBeCloseTo(3, 9);
    const shifts = [...shifted].map((p, row) => logit(p) - logit(probabilities[row]!));
    for (const shift of shifts) expect(shift).toBeCloseTo(shifts[0]!, 9);
  });

  it('gives finite log odds where all rows have one outcome', () => {
    for (const label of [0, 1]) {
      const shifted = shiftToRate(
        probabilities,
        labels.map(() => label),
      );
      for (const p of shifted) expect(Math.abs(p - label)).toBeLessThan(1e-9);
    }
  });
});
