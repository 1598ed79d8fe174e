import { describe, expect, it } from 'vitest';
import { significantMeasures } from './significant-measures.ts';

const weeksOf = (measures: Parameters<typeof significantMeasures>[0], limit = 52) =>
  significantMeasures(measures, limit).map(({ weeks, isSignificant }) => [weeks, isSignificant]);

describe('significantMeasures', () => {
  it('counts each value by its share of the weights', () => {
    expect(
      weeksOf([
        { value: 100, weight: 0.5 },
        { value: 100, weight: 0.5 },
      ]),
    ).toEqual([
      [50, false],
      [50, false],
    ]);
    expect(weeksOf([{ value: 100, weight: 3 }])).toEqual([[100, true]]);
  });

  it('gives the share of what has changed to the others', () => {
    const [first, second, third] = weeksOf([
      { value: 60, weight: 0.5 },
      { value: 1e9, weight: 0.4 },
      { value: 60, weight: 0.1 },
    ]);
    expect(second).toEqual([4e8, true]);
    expect(first![0]).toBeCloseTo(50, 9);
    expect(third![0]).toBeCloseTo(10, 9);
    expect([first![1], third![1]]).toEqual([false, false]);
  });

  it('finds nothing after the first that is not significant', () => {
    expect(
      weeksOf([
        { value: 51, weight: 1 },
        { value: 0, weight: 1 },
      ]).every(([, isSignificant]) => !isSignificant),
    ).toBe(true);
  });

  it('is finite', () => {
    expect(weeksOf([{ value: Number.MAX_VALUE, weight: 0.5 }])).toEqual([[Number.MAX_VALUE, true]]);
  });
});
