import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { rocAuc } from '../ranking.ts';
import { outcomeHistogram, rankingCurve, ratesByMonth } from './curves.ts';
import { featureDependences } from './shapley-dependence.ts';

const random = seededRandom(61);
const probabilities = Array.from({ length: 150 }, () => Math.round(random() * 60) / 60);
const labels = probabilities.map((probability) => Number(random() < probability));

describe('rankingCurve', () => {
  it('runs from nobody to everybody, and the area under its ROC is the AUC', () => {
    const curve = rankingCurve({ labels, probabilities });
    expect(curve[0]).toEqual({ called: 0, recall: 0, falsePositiveRate: 0, precision: 1 });
    expect(curve.at(-1)).toMatchObject({ called: 1, recall: 1, falsePositiveRate: 1 });
    const area = curve.slice(1).reduce((sum, point, index) => {
      const before = curve[index]!;
      return sum + ((point.falsePositiveRate - before.falsePositiveRate) * (point.recall + before.recall)) / 2;
    }, 0);
    expect(area).toBeCloseTo(rocAuc({ labels, probabilities }), 12);
  });

  it('is thinned but keeps its ends', () => {
    const many = Array.from({ length: 5000 }, () => random());
    const curve = rankingCurve({ labels: many.map((p) => Number(random() < p)), probabilities: many });
    expect(curve.length).toBeLessThanOrEqual(202);
    expect(curve.at(-1)?.called).toBe(1);
  });
});

describe('outcomeHistogram', () => {
  it('counts every row once, by outcome', () => {
    const bins = outcomeHistogram({ labels: [1, 0, 1, 0], probabilities: [0.4, 0.1, 0.39, 0.11] }, 4);
    expect(bins.map(({ converted, not }) => [converted, not])).toEqual([
      [0, 0],
      [0, 2],
      [0, 0],
      [2, 0],
    ]);
    expect(bins.at(-1)?.to).toBeCloseTo(0.4, 12);
  });
});

describe('ratesByMonth', () => {
  it('has observed and predicted shares in order of time', () => {
    const asOf = [Date.UTC(2025, 1, 3), Date.UTC(2025, 0, 31), Date.UTC(2025, 1, 28)];
    expect(ratesByMonth({ labels: [1, 0, 0], probabilities: [0.5, 0.2, 0.3] }, asOf)).toEqual([
      { month: Date.UTC(2025, 0, 1), rows: 1, observed: 0, predicted: 0.2 },
      { month: Date.UTC(2025, 1, 1), rows: 2, observed: 0.5, predicted: 0.4 },
    ]);
  });
});

describe('featureShapes', () => {
  const features = [
    { name: 'visits', field: 'Visits', label: 'Visits', kind: 'numeric' as const },
    { name: 'source', field: 'LeadSource', label: 'Source', kind: 'categorical' as const },
  ];
  const rows = Array.from({ length: 100 }, (_, row) => ({
    values: [row < 90 ? row : Number.NaN, row % 2 ? 'Web' : 'Fair'],
    contributions: [row < 90 ? row / 1000 : -0.5, row % 2 ? 0.3 : -0.3],
  }));
  const dependences = featureDependences(features, rows);

  it('ranks features by mean absolute contribution', () => {
    expect(dependences.map(({ name }) => name)).toEqual(['source', 'visits']);
    expect(dependences[0]?.importance).toBeCloseTo(0.3, 12);
  });

  it('has the effect by value, missing last', () => {
    expect(dependences[0]?.dependence).toEqual([
      { value: 'Web', rows: 50, effect: expect.closeTo(0.3, 9) as number },
      { value: 'Fair', rows: 50, effect: expect.closeTo(-0.3, 9) as number },
    ]);
    const visits = dependences[1]!.dependence;
    expect(visits.at(-1)).toEqual({ value: null, rows: 10, effect: -0.5 });
    const effects = visits.slice(0, -1).map(({ effect }) => effect);
    expect(effects).toEqual(effects.toSorted((a, b) => a - b));
    expect(visits.reduce((sum, point) => sum + point.rows, 0)).toBe(100);
  });

  it('has the importance of a feature that names people, and no effect of any of them', () => {
    const [source] = featureDependences([features[0]!, { ...features[1]!, people: true }], rows);
    expect(source).toMatchObject({ name: 'source', importance: expect.closeTo(0.3, 9) as number, dependence: [] });
  });
});
