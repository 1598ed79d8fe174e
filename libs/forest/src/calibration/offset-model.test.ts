import { describe, expect, it } from 'vitest';
import type { TreeModel } from '../model.ts';
import { rawRow, selectRows } from '../table.ts';
import { simulatedLeads } from '../testing/simulated-leads.ts';
import { trainBoosting } from '../training/boosting/train-boosting.ts';
import { trainForest } from '../training/train-forest.ts';
import { OffsetModel } from './offset-model.ts';

const examples = simulatedLeads(2_000, 6);
const feature = examples.columns.findIndex(({ kind }) => kind === 'categorical');
const column = examples.columns[feature]!;
const [value, other] = column.kind === 'categorical' ? [column.categories[0]!, column.categories[1]!] : ['', ''];
const OFFSETS = [
  { feature: column.name, value, logOdds: -1.4 },
  { feature: column.name, value: other, logOdds: 0.5 },
];
const rows = Array.from({ length: 300 }, (_, row) => rawRow(examples, row));
const logOdds = (p: number) => Math.log(p / (1 - p));
const offsetOf = (row: (typeof rows)[number]) => OFFSETS.find((offset) => offset.value === row[feature])?.logOdds ?? 0;

const models: readonly (readonly [string, TreeModel])[] = [
  ['a forest, whose raw predictions are shares', trainForest(examples, { trees: 20 }).model],
  ['boosting, whose raw predictions are log odds', trainBoosting(examples, { rounds: 30 }).model],
];

describe.each(models)('OffsetModel of %s', (_, inner) => {
  const model = new OffsetModel(inner, OFFSETS);

  it('adds the offset of a value to the log odds of its rows, and leaves all others as they were', () => {
    expect(new Set(rows.map(offsetOf))).toEqual(new Set([-1.4, 0.5, 0]));
    for (const row of rows) {
      expect(logOdds(model.predict(row)) - logOdds(inner.predict(row))).toBeCloseTo(offsetOf(row), 6);
    }
  });

  it('has contributions that add up to its raw prediction, which calibrates to exactly its prediction', () => {
    for (const row of rows) {
      const { base, raw, contributions } = model.explain(row);
      expect(Math.abs(base + contributions.reduce((sum, each) => sum + each, 0) - raw)).toBeLessThan(1e-9);
      expect(model.calibrate(raw)).toBe(model.predict(row));
    }
  });

  it('adds the offset to the contribution of the feature that has the value, and keeps the proportions of all others', () => {
    for (const row of rows) {
      const [own, before] = [model.explain(row), inner.explain(row)];
      expect(model.calibrate(own.base)).toBeCloseTo(inner.calibrate(before.base), 12);
      const perRaw = (own.raw - offsetOf(row) - own.base) / (before.raw - before.base);
      before.contributions.forEach((contribution, at) => {
        const expected = contribution * perRaw + (at === feature ? offsetOf(row) : 0);
        expect(own.contributions[at]).toBeCloseTo(expected, 9);
      });
    }
  });

  it('predicts and explains one row, many rows and a table alike', () => {
    const one = rows.map((row) => model.predict(row));
    expect([...model.predictRows(rows)]).toEqual(one);
    expect([...model.predictTable(selectRows(examples, [...rows.keys()]))]).toEqual(one);
    expect(model.explainRows(rows)).toEqual(rows.map((row) => model.explain(row)));
  });
});

describe('OffsetModel', () => {
  const [, inner] = models[0]!;

  it('changes nothing for a row without a value', () => {
    const row = rows[0]!.map((each, at) => (at === feature ? null : each));
    expect(new OffsetModel(inner, OFFSETS).predict(row)).toBeCloseTo(inner.predict(row), 12);
  });

  it('explains a row whose prediction is the base', () => {
    const base = inner.explain(rows[0]!).base;
    const flat = { ...inner, features: inner.features, calibrate: (raw: number) => inner.calibrate(raw) };
    const contributions = new Float64Array(inner.features.length);
    const explained = new OffsetModel(
      { ...flat, explain: () => ({ base, raw: base, contributions }) } as unknown as TreeModel,
      OFFSETS,
    ).explain(rows.find((row) => row[feature] === value)!);
    expect(explained.raw - explained.base).toBeCloseTo(-1.4, 12);
    expect(explained.contributions[feature]).toBe(-1.4);
  });
});
