import { describe, expect, it } from 'vitest';
import { trainForest } from '../training/train-forest.ts';
import { findBin } from '../binning/feature-bins.ts';
import type { Examples } from '../table.ts';
import { rawRow } from '../table.ts';
import { simulatedLeads } from '../testing/simulated-leads.ts';
import { bruteForceShapley, treeShap } from '../testing/slow-shapley.ts';
import type { BinnedTreeModel } from '../prediction/tree-model.ts';

const firstColumns = (examples: Examples, count: number): Examples => ({
  ...examples,
  columns: examples.columns.slice(0, count),
});

function binsOfRow(model: BinnedTreeModel, row: readonly (number | string | null)[]) {
  return (feature: number): number => {
    const bins = model.parts.bins[feature];
    const value = row[feature];
    if (bins.kind === 'numeric') return value === null ? 0 : findBin(bins.edges, value as number);
    return bins.bins[bins.categories.indexOf(value as string)] ?? 0;
  };
}

const largestGap = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((gap, x, i) => Math.max(gap, Math.abs(x - b[i])), 0);

describe('Shapley values', () => {
  it.each([
    [3, 5],
    [6, 3],
    [8, 2],
  ])('of %i features at depths up to 14 equal brute force over all subsets', (features, seed) => {
    const examples = firstColumns(simulatedLeads(1500, seed), features);
    const { model } = trainForest(examples, { trees: 8, maxDepth: 14, minLeaf: 3, seed });
    for (let row = 0; row < 12; row++) {
      const raw = rawRow(examples, row);
      const expected = bruteForceShapley(model.parts.ensemble, features, binsOfRow(model, raw));
      expect(largestGap(model.explain(raw).contributions, expected)).toBeLessThan(1e-12);
    }
  });

  it.each([
    [6, 20],
    [16, 4],
  ])('at depth %i equal TreeSHAP on 20 features', (maxDepth, minLeaf) => {
    const examples = simulatedLeads(3000, 11);
    const { model } = trainForest(examples, { trees: 10, maxDepth, minLeaf });
    for (let row = 0; row < 10; row++) {
      const raw = rawRow(examples, row);
      const expected = treeShap(model.parts.ensemble, 20, binsOfRow(model, raw));
      expect(largestGap(model.explain(raw).contributions, expected)).toBeLessThan(1e-10);
    }
  });

  it('sum up from the base to the raw prediction within 1e-12', () => {
    const examples = simulatedLeads(2000, 4);
    const { model } = trainForest(examples, { trees: 60, maxDepth: 16, minLeaf: 2 });
    for (let row = 0; row < 200; row++) {
      const { base, raw, contributions } = model.explain(rawRow(examples, row));
      const sum = contributions.reduce((total, x) => total + x, base);
      expect(Math.abs(raw - sum)).toBeLessThan(1e-12);
    }
  });

  it('are the same for rows explained together and alone', () => {
    const examples = simulatedLeads(2000, 6);
    const { model } = trainForest(examples, { trees: 20 });
    const rows = Array.from({ length: 150 }, (_, row) => rawRow(examples, row));
    const together = model.explainRows(rows);
    rows.forEach((row, i) => expect(together[i]).toEqual(model.explain(row)));
    expect(model.explainRows([])).toEqual([]);
  });

  it('start from the mean raw prediction, which is near the share converted', () => {
    const examples = simulatedLeads(4000, 8);
    const { model } = trainForest(examples, { trees: 100 });
    const share = examples.labels.reduce((sum, label) => sum + label, 0) / examples.rows;
    expect(model.explain(rawRow(examples, 0)).base).toBeCloseTo(share, 2);
  });
});
