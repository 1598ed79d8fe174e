import { describe, expect, it } from 'vitest';
import { maximise } from './maximise.ts';

describe('maximise', () => {
  it('finds the maximum of a quadratic with its covariance', () => {
    const found = maximise(
      ([x, y]) => ({ value: -((x! - 3) ** 2) / 8 - (y! + 1) ** 2, gradient: [-(x! - 3) / 4, -2 * (y! + 1)] }),
      [0, 0],
    )!;
    expect(found.at[0]).toBeCloseTo(3, 4);
    expect(found.at[1]).toBeCloseTo(-1, 4);
    expect(found.covariance[0]![0]).toBeCloseTo(4, 3);
    expect(found.covariance[1]![1]).toBeCloseTo(0.5, 3);
  });

  it('follows a curved valley', () => {
    const value = (x: number, y: number) => -((1 - x) ** 2) - 100 * (y - x * x) ** 2;
    const found = maximise(
      ([x, y]) => ({
        value: value(x!, y!),
        gradient: [2 * (1 - x!) + 400 * x! * (y! - x! * x!), -200 * (y! - x! * x!)],
      }),
      [-1.2, 1],
    )!;
    expect(found.at[0]).toBeCloseTo(1, 3);
    expect(found.at[1]).toBeCloseTo(1, 3);
  });

  it('finds none where a parameter does not matter', () => {
    expect(maximise(([x]) => ({ value: -x! * x!, gradient: [-2 * x!, 0] }), [1, 1])).toBeUndefined();
  });
});
