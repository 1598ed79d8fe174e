import { expect } from 'vitest';

interface Asked {
  /** The probability that is to be checked. */
  readonly p: number;
  readonly happened: boolean;
}

/** In every fifth, by probability, what happened agrees with it, and the highest differs from the lowest by `spread` at least. */
export function expectCalibrated(asked: readonly Asked[], spread: number): void {
  const sorted = asked.toSorted((a, b) => a.p - b.p);
  expect(sorted.length).toBeGreaterThan(300);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  for (let fifth = 0; fifth < 5; fifth++) {
    const part = sorted.slice((fifth * sorted.length) / 5, ((fifth + 1) * sorted.length) / 5);
    const p = mean(part.map((each) => each.p));
    const tolerance = 4 * Math.sqrt((p * (1 - p)) / part.length);
    expect(Math.abs(p - mean(part.map(({ happened }) => Number(happened))))).toBeLessThan(tolerance);
  }
  expect(sorted.at(-1)!.p - sorted[0]!.p).toBeGreaterThan(spread);
}
