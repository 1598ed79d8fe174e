import fc from 'fast-check';
import type { FeatureSchema } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { bandOf } from './bands.ts';
import type { ExplainedPrediction } from './explained-score.ts';
import { similarLeadsOf } from './similar-leads.ts';
import { percentileRank, scoreOfProbability } from './percentile-score.ts';
import { roundToTotal } from './points.ts';
import { explainScore, unrankedScore } from './explain-score.ts';

const schemaOf = (fields: readonly string[]): FeatureSchema => ({
  version: 1,
  features: fields.map((field, index) => ({
    name: `feature_${index}`,
    kind: index % 3 === 2 ? 'boolean' : 'numeric',
    unit: 'none',
    field,
    labelKey: `Feature_${index}`,
    label: `Feature ${index}`,
    source: { type: 'field', field, read: 'value' },
  })),
});
const logistic = (raw: number) => 1 / (1 + Math.exp(-raw));
const predictionOf = (
  base: number,
  contributions: readonly number[],
  quantiles: readonly number[],
): ExplainedPrediction => ({
  base,
  raw: contributions.reduce((sum, contribution) => sum + contribution, base),
  contributions,
  calibrate: logistic,
  reference: { quantiles, bins: [{ upTo: 1, count: 10, converted: 3 }] },
});
const uniform = Array.from({ length: 101 }, (_, index) => index / 100);
const settings = { threshold: 0.5, maxReasons: 5 };

const cases = fc.record({
  base: fc.double({ min: -3, max: 3, noNaN: true }),
  contributions: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 12 }),
  fields: fc.array(fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'), { minLength: 12, maxLength: 12 }),
  quantiles: fc
    .array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.1, 0.5)), { maxLength: 60 })
    .map((values) => values.sort((a, b) => a - b)),
  maxReasons: fc.integer({ min: 0, max: 8 }),
});

describe('explainScore', () => {
  it('marks a score as uncertain inside the reference’s uncertain range only', () => {
    const uncertainAt = (raw: number, uncertain?: { low: number; high: number }) => {
      const prediction = predictionOf(raw, [], uniform);
      return explainScore(
        schemaOf([]),
        [],
        { ...prediction, reference: { ...prediction.reference, uncertain } },
        settings,
      ).uncertain;
    };
    const range = { low: 0.3, high: 0.6 };
    expect([-3, 0, 3].map((raw) => uncertainAt(raw, range))).toEqual([undefined, true, undefined]);
    expect(uncertainAt(0)).toBeUndefined();
  });

  it('has points that always add up to the score', () => {
    fc.assert(
      fc.property(cases, ({ base, contributions, fields, quantiles, maxReasons }) => {
        const schema = schemaOf(fields.slice(0, contributions.length));
        const prediction = predictionOf(base, contributions, quantiles);
        const scored = explainScore(schema, contributions, prediction, { ...settings, maxReasons });
        const points = scored.reasons.reduce((sum, reason) => sum + reason.points, 0);
        expect(scored.baselineScore + points + scored.otherPoints).toBe(scored.score);
        expect(scored.reasons.length).toBeLessThanOrEqual(maxReasons);
        expect(scored.score).toBeGreaterThanOrEqual(1);
        expect(scored.score).toBeLessThanOrEqual(99);
        for (const { points } of scored.reasons) expect(Number.isInteger(points) && points !== 0).toBe(true);
      }),
      { seed: 3, numRuns: 2000 },
    );
  });

  it('gives a reason the same points, however many reasons are listed', () => {
    fc.assert(
      fc.property(cases, ({ base, contributions, fields, quantiles, maxReasons }) => {
        const schema = schemaOf(fields.slice(0, contributions.length));
        const prediction = predictionOf(base, contributions, quantiles);
        const reasonsFor = (count: number) =>
          explainScore(schema, contributions, prediction, { ...settings, maxReasons: count }).reasons;
        expect(reasonsFor(maxReasons)).toEqual(reasonsFor(50).slice(0, maxReasons));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it('keeps the sign: what raises the prediction has no negative points', () => {
    fc.assert(
      fc.property(cases, ({ base, contributions, fields, quantiles, maxReasons }) => {
        const schema = schemaOf(fields.slice(0, contributions.length));
        const sums = new Map<string, number>();
        contributions.forEach((c, i) => sums.set(fields[i]!, (sums.get(fields[i]!) ?? 0) + c));
        const prediction = predictionOf(base, contributions, quantiles);
        for (const { field, points } of explainScore(schema, contributions, prediction, { ...settings, maxReasons })
          .reasons) {
          expect(Math.sign(points)).toBe(Math.sign(sums.get(field)!));
        }
      }),
      { seed: 4, numRuns: 2000 },
    );
  });

  it('divides the difference by contribution where the contributions do not cancel out', () => {
    const schema = schemaOf(['A', 'B', 'A']);
    // Base 0 is probability 0.5, score 50; raw 1.2 is probability 0.769, above 77 of the 101 recent leads: score 76.
    const scored = explainScore(schema, [1, 2, 1], predictionOf(0, [0.6, 0.4, 0.2], uniform), settings);
    expect(scored).toMatchObject({ baseline: 0.5, baselineScore: 50, otherPoints: 0, band: 'B', qualified: true });
    expect(scored.reasons.map(({ field, feature, points }) => [field, feature, points])).toEqual([
      ['A', 'feature_0', 17],
      ['B', 'feature_1', 9],
    ]);
    expect(scored.score).toBe(76);
  });

  it('uses the local slope for strong reasons that cancel out', () => {
    const scored = explainScore(schemaOf(['A', 'B']), [1, 1], predictionOf(0, [1, -1], uniform), settings);
    // Within ±0.2 of the lead lie 9 of the 101 recent leads: 22 points per unit.
    expect(scored.score).toBe(scored.baselineScore);
    expect(scored.reasons.map(({ points }) => points)).toEqual([22, -22]);
    expect(scored.otherPoints).toBe(0);
  });

  it('sums the points of unlisted reasons in otherPoints', () => {
    const scored = explainScore(schemaOf(['A', 'B', 'C']), [1, 1, 1], predictionOf(0, [0.6, 0.4, 0.2], uniform), {
      ...settings,
      maxReasons: 1,
    });
    expect(scored.reasons).toHaveLength(1);
    expect(scored.otherPoints).toBe(scored.score - scored.baselineScore - scored.reasons[0]!.points);
    expect(scored.otherPoints).toBeGreaterThan(0);
  });

  it('has booleans for yes and no, and null for missing values', () => {
    const scored = explainScore(
      schemaOf(['A', 'B', 'C']),
      [Number.NaN, 7, 1],
      predictionOf(0, [0.5, 0.5, 0.5], uniform),
      settings,
    );
    expect(scored.reasons.map(({ field, value }) => [field, value])).toEqual([
      ['A', null],
      ['B', 7],
      ['C', true],
    ]);
  });
});

describe('percentileRank', () => {
  it('is the middle of equals, by counting', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: -1, max: 11 }),
        (values, probe) => {
          const ascending = values.toSorted((a, b) => a - b);
          const below = values.filter((value) => value < probe).length;
          const equal = values.filter((value) => value === probe).length;
          expect(percentileRank(probe, ascending)).toBeCloseTo((below + equal / 2) / values.length, 12);
        },
      ),
      { seed: 5 },
    );
  });

  it('gives scores that never fall as the probability rises, within 1 to 99', () => {
    const scores = uniform.map((probability) => scoreOfProbability(probability, uniform));
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect([scores[0], scores[50], scores.at(-1)]).toEqual([1, 50, 99]);
    expect(scoreOfProbability(0.3, [])).toBe(50);
  });
});

describe('bandOf', () => {
  it.each([
    [99, 'A'],
    [80, 'A'],
    [79, 'B'],
    [60, 'B'],
    [59, 'C'],
    [30, 'C'],
    [29, 'D'],
    [1, 'D'],
  ])('%i is in band %s', (score, band) => {
    expect(bandOf(score)).toBe(band);
  });

  it('holds the shares of the settings among leads of different probabilities', () => {
    const shares = { A: 5, B: 15, C: 50, D: 30 };
    const openLeads = Array.from({ length: 1000 }, (_, rank) => rank / 2000);
    const counts = { A: 0, B: 0, C: 0, D: 0 };
    for (const probability of openLeads) counts[bandOf(scoreOfProbability(probability, openLeads), shares)] += 1;
    for (const band of ['A', 'B', 'C', 'D'] as const) {
      expect(Math.abs(counts[band] / 10 - shares[band])).toBeLessThanOrEqual(1);
    }
  });
});

describe('unrankedScore', () => {
  it('keeps the score, but recommends the lead neither by its band nor as qualified', () => {
    const scored = explainScore(schemaOf(['A']), [1], predictionOf(0, [3], uniform), settings);
    expect(scored).toMatchObject({ band: 'A', qualified: true });
    const unranked = { code: 'made_up_name', value: 'test' } as const;
    expect(unrankedScore(scored, unranked)).toEqual({ ...scored, band: 'D', qualified: false, unranked });
  });
});

describe('similarLeadsOf', () => {
  it('is the bin of the probability', () => {
    const bins = [
      { upTo: 0.2, count: 100, converted: 10 },
      { upTo: 0.6, count: 50, converted: 20 },
    ];
    expect(similarLeadsOf(0.1, bins)).toMatchObject({ count: 100, converted: 0.1 });
    expect(similarLeadsOf(0.4, bins)).toMatchObject({ count: 50, converted: 0.4 });
    expect(similarLeadsOf(0.9, bins)).toMatchObject({ count: 50, converted: 0.4, high: 0.9 });
    expect(similarLeadsOf(0.9, [])).toEqual({ count: 0, converted: 0, low: 0, high: 1 });
  });

  it('always has a range that contains the probability', () => {
    const bin = fc.record({
      count: fc.integer({ min: 0, max: 600 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(bin, { maxLength: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, probability) => {
          const bins = given.map(({ count, share }, i) => ({
            upTo: (i + 1) / given.length,
            count,
            converted: Math.round(count * share),
          }));
          const { low, high } = similarLeadsOf(probability, bins);
          expect(low).toBeLessThanOrEqual(probability);
          expect(high).toBeGreaterThanOrEqual(probability);
        },
      ),
      { seed: 7, numRuns: 1000 },
    );
  });
});

describe('roundToTotal', () => {
  it('adds up, stays within 1, and keeps signs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 1, maxLength: 10 }),
        (values) => {
          const sum = values.reduce((a, b) => a + b, 0);
          const total = Math.round(sum) + 0;
          const exact = [...values, total - sum];
          const rounded = roundToTotal(exact, total);
          expect(rounded.reduce((a, b) => a + b, 0)).toBe(total);
          rounded.forEach((value, index) => {
            expect(Math.abs(value - exact[index]!)).toBeLessThan(1.000001);
            expect(value * exact[index]!).toBeGreaterThanOrEqual(0);
          });
        },
      ),
      { seed: 6, numRuns: 1000 },
    );
  });
});
