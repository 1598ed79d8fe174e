import { normalCdf, normalQuantile, seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { fitDependence, type ObservedGroup } from './fit-dependence.ts';

/** Companies of two to five people who share a normal factor, of which `correlation` is the share. */
function simulatedGroups(count: number, correlation: number, seed: number, shift = 0): readonly ObservedGroup[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, company) => {
    const factor = normalQuantile(random());
    const probabilities = Array.from({ length: 2 + (company % 4) }, () => 0.02 + 0.4 * random() ** 2);
    const any = probabilities
      .map((p) => {
        const actual = 1 / (1 + Math.exp(-Math.log(p / (1 - p)) - shift));
        const given = (normalQuantile(actual) - Math.sqrt(correlation) * factor) / Math.sqrt(1 - correlation);
        return random() < normalCdf(given);
      })
      .some(Boolean);
    return { probabilities, any, key: `company ${company}` };
  });
}

describe('dependence of the people of one company', () => {
  it('finds a shared factor, with which probabilities of companies are better than as if people were independent', () => {
    const fitted = fitDependence(simulatedGroups(2_000, 0.5, 3), 1)!;
    expect(fitted.dependence).toBeGreaterThanOrEqual(0.4);
    expect(fitted.dependence).toBeLessThanOrEqual(0.6);
    expect(fitted.level).toBe(0);
    expect(fitted.difference.challenger).toBe('better');
    expect(fitted.logLoss).toBeLessThan(fitted.independent.logLoss);
    expect(fitted.calibrationError).toBeLessThan(fitted.independent.calibrationError);
  });

  it('counts people as independent where they are', () => {
    const fitted = fitDependence(simulatedGroups(2_000, 0, 4), 1)!;
    expect(fitted).toMatchObject({ dependence: 0, level: 0 });
    expect(fitted.difference.difference).toBe(0);
    expect(fitted.logLoss).toBe(fitted.independent.logLoss);
  });

  it('finds that people of companies are more likely than they seem alone', () => {
    const fitted = fitDependence(simulatedGroups(2_000, 0, 5, 0.6), 1)!;
    expect(fitted.level).toBeGreaterThan(0.25);
    expect(fitted.calibrationError).toBeLessThan(0.05);
  });

  it('says nothing with too few companies of either outcome', () => {
    const groups = simulatedGroups(300, 0.3, 6);
    const converted = groups.filter(({ any }) => any).slice(0, 19);
    expect(fitDependence([...groups.filter(({ any }) => !any), ...converted], 1)).toBeUndefined();
  });
});
