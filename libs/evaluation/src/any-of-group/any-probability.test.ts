import { normalCdf, normalQuantile, seededRandom } from '@leadlight/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyProbability, INDEPENDENT, MAX_DEPENDENCE, sharesOfGroup } from './any-probability.ts';

const probability = fc.double({ min: 0, max: 1, noNaN: true });
const people = fc.array(probability, { minLength: 1, maxLength: 6 });
const dependence = fc.record({
  dependence: fc.double({ min: -1, max: MAX_DEPENDENCE, noNaN: true }),
  level: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
});

describe('probability that at least one of a group converts', () => {
  it('is that of one person where there is only one, and 0 where there is none', () => {
    fc.assert(
      fc.property(probability, dependence, (p, given) => {
        expect(anyProbability([p], given)).toBe(p);
        expect(anyProbability([], given)).toBe(0);
      }),
    );
  });

  it('never falls when a person becomes more likely', () => {
    fc.assert(
      fc.property(people, dependence, fc.nat(5), probability, (group, given, at, other) => {
        const place = at % group.length;
        const higher = group.with(place, Math.max(group[place]!, other));
        expect(anyProbability(higher, given)).toBeGreaterThanOrEqual(anyProbability(group, given) - 1e-9);
      }),
    );
  });

  it('is a probability, and does not depend on the order of the people', () => {
    fc.assert(
      fc.property(people, dependence, (group, given) => {
        const whole = anyProbability(group, given);
        expect(whole).toBeGreaterThanOrEqual(0);
        expect(whole).toBeLessThanOrEqual(1 + 1e-9);
        expect(anyProbability([...group].reverse(), given)).toBeCloseTo(whole, 9);
      }),
    );
  });

  it('without a level, is at least the highest of the people and at most their sum', () => {
    fc.assert(
      fc.property(people, dependence, (group, { dependence: of }) => {
        const whole = anyProbability(group, { dependence: of, level: 0 });
        const sum = group.reduce((total, p) => total + p, 0);
        expect(whole).toBeGreaterThanOrEqual(Math.max(...group) - 1e-5);
        expect(whole).toBeLessThanOrEqual(sum + 1e-5);
      }),
    );
  });

  it('is that of independent people without dependence, and falls as they depend on each other more', () => {
    const group = [0.1, 0.2, 0.3];
    expect(anyProbability(group, INDEPENDENT)).toBeCloseTo(1 - 0.9 * 0.8 * 0.7, 12);
    const falling = [-1, -0.5, 0, 0.2, 0.5, 0.8].map((of) => anyProbability(group, { dependence: of, level: 0 }));
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
    expect(falling[0]).toBeCloseTo(0.6, 12);
  });

  it('of two people with a shared factor is that of the bivariate normal distribution', () => {
    // P(both) of correlation 0.5 at probabilities of a half is 1/4 + asin(0.5) / 2π = 1/3.
    expect(anyProbability([0.5, 0.5], { dependence: 0.5, level: 0 })).toBeCloseTo(2 / 3, 6);
  });
});

/** By steps of 0.01 instead of those that the number of people needs. */
function byFineSteps(probabilities: readonly number[], dependence: number): number {
  const quantiles = probabilities.map(normalQuantile);
  const [shared, own] = [Math.sqrt(dependence), Math.sqrt(1 - dependence)];
  let [nobody, total] = [0, 0];
  for (let step = -800; step <= 800; step += 1) {
    const factor = step / 100;
    const density = Math.exp(-(factor * factor) / 2);
    total += density;
    let product = density;
    for (const quantile of quantiles) {
      product *= normalCdf((shared * factor - quantile) / own);
      if (product < 1e-18) break;
    }
    nobody += product;
  }
  return 1 - nobody / total;
}

describe('probability of large groups that depend strongly on each other', () => {
  it.each([2, 10, 50, 500])('of %d people is that of fine steps, within 2e-5', (count) => {
    const random = seededRandom(count);
    const groups = [
      ...[0.0005, 0.02, 0.3].map((p) => Array.from({ length: count }, () => p)),
      Array.from({ length: count }, () => 0.5 * random() ** 6),
    ];
    const errors = groups.flatMap((group) =>
      [0.05, 0.5, 0.7, MAX_DEPENDENCE].map((dependence) =>
        Math.abs(anyProbability(group, { dependence, level: 0 }) - byFineSteps(group, dependence)),
      ),
    );
    expect(Math.max(...errors)).toBeLessThan(2e-5);
  });
});

describe('shares of the people of a group', () => {
  it('add up to 1, in the order of the probabilities', () => {
    fc.assert(
      fc.property(people, (group) => {
        const shares = sharesOfGroup(group);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        group.forEach((p, i) => group.forEach((other, j) => expect(p > other && shares[i]! < shares[j]!).toBe(false)));
      }),
    );
  });
});
