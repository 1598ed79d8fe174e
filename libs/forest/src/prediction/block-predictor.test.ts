import { describe, expect, it } from 'vitest';
import { fitsByteBins } from './block-predictor.ts';
import { importScikitLearn } from '../import/scikit-learn.ts';
import type { Examples, Table } from '../table.ts';
import { rawRow } from '../table.ts';
import { simulatedLeads } from '../testing/simulated-leads.ts';
import { trainForest } from '../training/train-forest.ts';
import type { BinnedTreeModel } from './tree-model.ts';

const examples: Examples = {
  rows: 400,
  columns: [{ kind: 'numeric', name: 'x', values: Float64Array.from({ length: 400 }, (_, row) => row) }],
  labels: Uint8Array.from({ length: 400 }, (_, row) => row % 2),
};

const usesBytes = ({ parts }: BinnedTreeModel) => fitsByteBins(parts.ensemble, parts.bins);

/** Predicts row by row, without blocks. */
const oneByOne = (model: BinnedTreeModel, table: Table) =>
  Float64Array.from({ length: table.rows }, (_, row) => model.explain(rawRow(table, row)).raw);

/** One tree of a single split per threshold. */
function stumps(thresholds: number): BinnedTreeModel {
  const trees = Array.from({ length: thresholds }, (_, i) => ({
    left: [1, -1, -1],
    right: [2, -1, -1],
    feature: [0, -2, -2],
    threshold: [i, -2, -2],
    value: [0.5, i / 1000, 1 - i / 999],
    cover: [3, 1, 2],
    missing_left: [i % 2, 0, 0],
  }));
  return importScikitLearn({ format: 'leadlight-sklearn-forest-1', features: ['x'], trees }, { examples });
}

describe('block prediction', () => {
  it.each([
    ['deep trees', { trees: 9, maxDepth: 20, minLeaf: 1 }],
    ['trees with fewer than four levels', { trees: 9, maxDepth: 2, minLeaf: 5 }],
    ['255 bins', { trees: 5, maxBins: 255, minLeaf: 1 }],
  ])('predicts the same as row by row, with %s', (_, settings) => {
    const leads = simulatedLeads(1_300, 5);
    const { model } = trainForest(leads, { ...settings, minPerOutcome: 5 });
    expect(usesBytes(model)).toBe(true);
    expect(model.predictRawTable(leads)).toEqual(oneByOne(model, leads));
  });

  it.each([
    [254, true],
    [255, false],
    [900, false],
  ])('with %i thresholds on a feature: fitsByteBins is %s', (thresholds, bytes) => {
    const model = stumps(thresholds);
    const values = Float64Array.from({ length: 1_000 }, (_, row) => (row === 7 ? NaN : row - 1.5));
    const table: Table = { rows: 1_000, columns: [{ kind: 'numeric', name: 'x', values }] };
    expect(usesBytes(model)).toBe(bytes);
    expect(model.predictRawTable(table)).toEqual(oneByOne(model, table));
  });
});
