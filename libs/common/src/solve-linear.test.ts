import { describe, expect, it } from 'vitest';
import { invert, solveLinear } from './solve-linear.ts';

describe('solveLinear', () => {
  it('solves a system that needs pivoting', () => {
    const solution = solveLinear(
      [
        [0, 2, 1],
        [1, 1, 1],
        [2, 0, -1],
      ],
      [7, 6, -1],
    )!;
    [1, 2, 3].forEach((value, i) => expect(solution[i]).toBeCloseTo(value, 12));
  });

  it('has no solution for a singular matrix', () => {
    const singular = [
      [1, 2],
      [2, 4],
    ];
    expect(solveLinear(singular, [1, 1])).toBeUndefined();
    expect(invert(singular)).toBeUndefined();
  });
});

describe('invert', () => {
  it('gives the unit matrix when multiplied', () => {
    const matrix = [
      [4, 1, 0],
      [1, 3, 1],
      [0, 1, 2],
    ];
    const inverse = invert(matrix)!;
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        const product = matrix[i]!.reduce((sum, value, k) => sum + value * inverse[k]![j]!, 0);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
  });
});
