import { describe, expect, it } from 'vitest';
import { findBin } from '../binning/feature-bins.ts';
import { partialDependence, permutationImportance } from './importance.ts';
import { shapleyInteractionIndices, strongestInteraction } from './interactions.ts';
import { rawRow } from '../table.ts';
import { simulatedLeads } from '../testing/simulated-leads.ts';
import { conditionalMean } from '../testing/slow-shapley.ts';
import { trainForest } from '../training/train-forest.ts';

const leads = simulatedLeads(3000, 31);
const { model } = trainForest(leads, { trees: 60 });
const place = (name: string) => model.features.findIndex((feature) => feature.name === name);

describe('feature importance', () => {
  it('permutationImportance ranks a relevant column above noise, and is the same for the same seed', () => {
    const importance = permutationImportance(model, simulatedLeads(3000, 32), 1);
    for (const noise of ['number_11', 'number_13', 'category_3']) {
      expect(importance[place('number_0')]).toBeGreaterThan(2 * Math.abs(importance[place(noise)]));
    }
    expect(permutationImportance(model, leads, 1)).toEqual(permutationImportance(model, leads, 1));
  });

  it('partialDependence rises for a feature that raises the odds and ends with the missing value', () => {
    const curve = partialDependence(model, leads, place('number_2'));
    expect(curve.at(0)?.probability).toBeLessThan((curve.at(-2)?.probability ?? 0) - 0.02);
    expect(curve.at(-1)?.value).toBeNull();
    const sources = partialDependence(model, leads, place('category_0'));
    const of = (value: string) => sources.find((point) => point.value === value)?.probability ?? NaN;
    expect(of('Referral')).toBeGreaterThan(of('Purchased'));
  });
});

describe('shapleyInteractionIndices', () => {
  it('equals the definition over all sets of other features', () => {
    const six = { ...leads, columns: leads.columns.slice(0, 6) };
    const { ensemble, bins } = trainForest(six, { trees: 6, minLeaf: 3 }).model.parts;
    const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
    for (let row = 0; row < 5; row++) {
      const raw = rawRow(six, row);
      const binOf = (f: number) => {
        const feature = bins[f];
        return feature.kind === 'numeric' ? findBin(feature.edges, raw[f] as number) : 0;
      };
      const means = Array.from({ length: 64 }, (_, subset) => conditionalMean(ensemble, subset, binOf));
      const indices = shapleyInteractionIndices(ensemble, 6, binOf);
      for (let i = 0; i < 6; i++) {
        for (let j = i + 1; j < 6; j++) {
          const both = (1 << i) | (1 << j);
          const expected = means.reduce((sum, mean, subset) => {
            if (subset & both) return sum;
            const size = subset.toString(2).replaceAll('0', '').length;
            const gain = means[subset | both] - means[subset | (1 << i)] - means[subset | (1 << j)] + mean;
            return sum + ((factorial(size) * factorial(4 - size)) / factorial(5)) * gain;
          }, 0);
          expect(indices[i * 6 + j]).toBeCloseTo(expected, 12);
        }
      }
    }
  });

  it('finds the pair of features that truly interact', () => {
    const raw = rawRow(leads, 0).with(5, 2).with(6, 2);
    const pair = trainForest({ ...leads, columns: leads.columns.slice(5, 8) }, { trees: 60 }).model;
    expect(pair.strongestInteraction(raw.slice(5, 8))?.features).toEqual([0, 1]);
  });

  it('strongestInteraction returns the strongest pair, and undefined where no features interact', () => {
    expect(strongestInteraction(Float64Array.from([0, 0.1, -0.3, 0, 0, 0.2, 0, 0, 0]), 3)).toEqual({
      features: [0, 2],
      value: -0.3,
    });
    expect(strongestInteraction(new Float64Array(9), 3)).toBeUndefined();
  });
});
