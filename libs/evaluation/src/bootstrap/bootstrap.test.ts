import { seededRandom } from '@leadlight/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricsOf } from '../metrics.ts';
import { bootstrapWeights, percentileInterval } from './draws.ts';
import { bootstrapIntervals, pairedLogLoss } from './intervals.ts';
import { sortPredictions, weightedMeasures } from './weighted-measures.ts';

const random = seededRandom(5);
const ROWS = 400;
const probabilities = Array.from({ length: ROWS }, () => random());
const labels = probabilities.map((probability) => Number(random() < probability));

describe('weightedMeasures', () => {
  it('agrees with the plain metrics where every row counts once', () => {
    const { decisions, rows: _rows, converted: _converted, ...plain } = metricsOf({ labels, probabilities });
    const { accuracy, precision, recall, f1 } = decisions;
    const measured = weightedMeasures(sortPredictions({ labels, probabilities }, 0.5), new Int32Array(ROWS).fill(1));
    for (const [name, value] of Object.entries({ ...plain, accuracy, precision, recall, f1 })) {
      expect(measured[name as keyof typeof measured], name).toBeCloseTo(value, 10);
    }
  });

  it('agrees with a table that repeats the rows', () => {
    const row = fc.record({
      label: fc.constantFrom(0, 1),
      tenth: fc.integer({ min: 0, max: 20 }),
      weight: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(row, { minLength: 4, maxLength: 21, selector: ({ tenth }) => tenth }), (rows) => {
        const repeated = rows.flatMap((r) => Array.from({ length: r.weight }, () => r));
        fc.pre(new Set(repeated.map((r) => r.label)).size === 2);
        const plain = metricsOf({
          labels: repeated.map((r) => r.label),
          probabilities: repeated.map((r) => r.tenth / 20),
        });
        const sorted = sortPredictions(
          { labels: rows.map((r) => r.label), probabilities: rows.map((r) => r.tenth / 20) },
          0.5,
        );
        const measured = weightedMeasures(
          sorted,
          rows.map((r) => r.weight),
        );
        for (const name of ['auc', 'prAuc', 'logLoss', 'brier', 'lift', 'ece'] as const) {
          expect(measured[name], name).toBeCloseTo(plain[name], 9);
        }
        expect(measured.accuracy).toBeCloseTo(plain.decisions.accuracy, 9);
        expect(measured.f1).toBeCloseTo(plain.decisions.f1, 9);
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});

describe('bootstrapWeights', () => {
  it('draws groups together, as many as there are', () => {
    const groups = ['a', 'a', 'b', null, 'b', null];
    for (const weights of bootstrapWeights(groups, 20, 1)) {
      expect(weights[0]).toBe(weights[1]);
      expect(weights[2]).toBe(weights[4]);
      expect(weights[0]! + weights[2]! + weights[3]! + weights[5]!).toBe(4);
    }
  });
});

describe('bootstrapIntervals', () => {
  it('contain the measure, are the same for the same seed, and are wider where rows are grouped', () => {
    const intervals = bootstrapIntervals({ labels, probabilities }, { seed: 1 });
    const { auc } = metricsOf({ labels, probabilities });
    expect(intervals.auc.low).toBeLessThan(auc);
    expect(intervals.auc.high).toBeGreaterThan(auc);
    expect(bootstrapIntervals({ labels, probabilities }, { seed: 1 })).toEqual(intervals);
    // Each row four times over tells no more than once.
    const repeat = <Value>(values: readonly Value[]) => [...values, ...values, ...values, ...values];
    const repeated = { labels: repeat(labels), probabilities: repeat(probabilities) };
    const groups = repeat(labels.map((_, row) => row));
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    const byRow = width(bootstrapIntervals(repeated, { seed: 1 }).auc);
    const byGroup = width(bootstrapIntervals(repeated, { seed: 1, groups }).auc);
    expect(byGroup / byRow).toBeGreaterThan(1.5);
    expect(byGroup / width(intervals.auc)).toBeCloseTo(1, 0);
  });

  it('contain the true AUC in about nine of ten fresh samples', () => {
    // Labels drawn from uniform probabilities: AUC = 5/6.
    let held = 0;
    for (let sample = 0; sample < 60; sample++) {
      const draw = seededRandom(100 + sample);
      const p = Array.from({ length: 300 }, () => draw());
      const y = p.map((value) => Number(draw() < value));
      const { low, high } = bootstrapIntervals({ labels: y, probabilities: p }, { seed: 2 }).auc;
      if (low <= 5 / 6 && 5 / 6 <= high) held++;
    }
    expect(held).toBeGreaterThanOrEqual(48);
    expect(held).toBeLessThan(60);
  });
});

describe('pairedLogLoss', () => {
  it('distinguishes better and worse from noise', () => {
    const flat = labels.map(() => 0.5);
    const compare = (a: readonly number[], b: readonly number[]) => pairedLogLoss(labels, a, b, { seed: 3 }).challenger;
    expect(compare(probabilities, flat)).toBe('better');
    expect(compare(flat, probabilities)).toBe('worse');
    expect(compare(probabilities, probabilities)).toBe('within noise');
  });
});

describe('percentileInterval', () => {
  it('is the middle nine tenths, without what could not be measured', () => {
    expect(percentileInterval([...Array.from({ length: 101 }, (_, i) => i), Number.NaN])).toEqual({ low: 5, high: 95 });
    expect(percentileInterval([Number.NaN]).low).toBeNaN();
  });
});
