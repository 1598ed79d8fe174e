import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from './normal-distribution.ts';

describe('normal distribution', () => {
  it('agrees with published values', () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1)).toBeCloseTo(0.841344746068543, 14);
    expect(normalCdf(-1.959963984540054)).toBeCloseTo(0.025, 14);
    expect(normalCdf(-5)).toBeCloseTo(2.866515718791946e-7, 14);
    expect(normalQuantile(0.8)).toBeCloseTo(0.8416212335729143, 10);
    expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 10);
  });

  it('has a quantile for every value of the function', () => {
    for (let z = -5; z <= 5; z += 0.25) expect(normalQuantile(normalCdf(z))).toBeCloseTo(z, 8);
  });

  it('ends at 0 and 1', () => {
    expect(normalCdf(-40)).toBe(0);
    expect(normalCdf(40)).toBe(1);
    expect(normalQuantile(0)).toBeCloseTo(-8, 6);
    expect(normalQuantile(1)).toBeCloseTo(8, 6);
  });
});
