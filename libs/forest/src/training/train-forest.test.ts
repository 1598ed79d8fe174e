import { describe, expect, it } from 'vitest';
import { ForestError, type ForestErrorCode } from '../errors.ts';
import { readModel } from '../model-file/read-model.ts';
import { writeModel } from '../model-file/write-model.ts';
import type { Examples, NumericColumn } from '../table.ts';
import { rawRow } from '../table.ts';
import { areaUnderCurve, simulatedLeads } from '../testing/simulated-leads.ts';
import { seededRandom } from '@leadlight/common';
import { trainForest } from './train-forest.ts';

interface Rejection {
  readonly code: ForestErrorCode;
  readonly [fact: string]: unknown;
}

const rejectionOf = (act: () => unknown): Rejection | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof ForestError) return { code: error.code, ...error.facts };
    throw error;
  }
};

const leads = simulatedLeads(1200, 5);
const small = { trees: 12, minPerOutcome: 5 };
const withFirstColumn = (values: Float64Array): Examples => ({
  ...leads,
  columns: [{ kind: 'numeric', name: 'changed', values }, ...leads.columns.slice(1)],
});

describe('trainForest', () => {
  it('gives the same model file for the same examples, settings and seed', () => {
    const files = [7, 7, 8].map((seed) => writeModel(trainForest(leads, { ...small, seed }).model));
    expect(files[1]).toEqual(files[0]);
    expect(files[2]).not.toEqual(files[0]);
  });

  it('ranks fresh leads nearly as well as the true probabilities do, and is calibrated', () => {
    const { model, outOfBag } = trainForest(simulatedLeads(10_000, 1), { trees: 150 });
    const fresh = simulatedLeads(10_000, 2);
    const probabilities = model.predictTable(fresh);
    const best = areaUnderCurve(fresh.truth, fresh.labels);
    expect(areaUnderCurve(probabilities, fresh.labels)).toBeGreaterThan(best - 0.05);
    const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;
    expect(mean(probabilities)).toBeCloseTo(mean(fresh.truth), 1.5);
    expect(outOfBag.every((p) => p > 0 && p < 1)).toBe(true);
  });

  it('predicts the same for a row and for a table', () => {
    const { model } = trainForest(leads, small);
    const table = model.predictTable(leads);
    for (let row = 0; row < 50; row++) expect(model.predict(rawRow(leads, row))).toBe(table[row]);
  });

  it('chooses minLeaf by out-of-bag loss', () => {
    const forests = [26, 13, 52].map((minLeaf) => trainForest(leads, { ...small, minLeaf }));
    const losses = forests.map(({ outOfBag }) => {
      const known = [...outOfBag.keys()].filter((row) => outOfBag[row] >= 0);
      return (
        known.reduce((sum, row) => sum - Math.log(Math.abs(1 - leads.labels[row] - outOfBag[row])), 0) / known.length
      );
    });
    const best = forests[losses.indexOf(Math.min(...losses))];
    expect(new Set(losses).size).toBe(3);
    expect(writeModel(trainForest(leads, small).model)).toEqual(writeModel(best.model));
  });

  it('learns which side of a split missing values belong to', () => {
    const present = Float64Array.from({ length: 1000 }, (_, row) => (row % 4 === 0 ? NaN : row % 7));
    const labels = Uint8Array.from(present, (x) => (Number.isNaN(x) ? 1 : 0));
    const columns = [{ kind: 'numeric' as const, name: 'x', values: present }];
    const { model } = trainForest({ rows: 1000, columns, labels }, small);
    expect(model.predict([NaN])).toBeGreaterThan(0.95);
    expect(model.predict([null])).toBe(model.predict([NaN]));
    expect(model.predict([3])).toBeLessThan(0.05);
  });

  it('treats unseen categories as missing and reports them by isUnseen', () => {
    const { model } = trainForest(leads, small);
    const row = rawRow(leads, 3);
    const changed = row.with(16, 'Carrier pigeon');
    expect(model.isUnseen(16, 'Carrier pigeon')).toBe(true);
    expect(model.isUnseen(16, 'Referral')).toBe(false);
    expect(model.predict(changed)).toBe(model.predict(row.with(16, null)));
  });

  it('never splits on an empty column, a constant or an identifier', () => {
    const empty = { kind: 'numeric' as const, name: 'empty', values: new Float64Array(1200).fill(NaN) };
    const constant = { kind: 'numeric' as const, name: 'constant', values: new Float64Array(1200).fill(-0) };
    const id = {
      kind: 'categorical' as const,
      name: 'id',
      codes: Int32Array.from({ length: 1200 }, (_, row) => row),
      categories: Array.from({ length: 1200 }, (_, row) => `00Q${row}`),
    };
    const columns = [empty, constant, id, ...leads.columns];
    const { model } = trainForest({ ...leads, columns }, small);
    const { split, left } = model.parts.ensemble;
    const used = new Set(Array.from(split).flatMap((word, node) => (left[node] === node ? [] : [word >>> 17])));
    expect([0, 1, 2].filter((f) => used.has(f))).toEqual([]);
    expect(used.size).toBeGreaterThan(10);
  });

  it('treats negative zero as zero', () => {
    const values = leads.columns[0] as NumericColumn;
    const signed = (zero: number) => withFirstColumn(values.values.map((x) => (Math.abs(x) < 0.3 ? zero : x)));
    expect(writeModel(trainForest(signed(-0), small).model)).toEqual(writeModel(trainForest(signed(0), small).model));
  });

  it('keeps rows of one group in or out of a bag together, so that copies do not leak', () => {
    const next = seededRandom(3);
    const twice = new Float64Array(2000);
    const labels = new Uint8Array(2000);
    for (let row = 0; row < 2000; row += 2) {
      twice.fill(next(), row, row + 2);
      labels.fill(next() < 0.5 ? 1 : 0, row, row + 2);
    }
    const columns = [{ kind: 'numeric' as const, name: 'noise', values: twice }];
    const groups = Int32Array.from(twice, (_, row) => row >> 1);
    const settings = { trees: 100, minLeaf: 1, maxBins: 255, maxDepth: 20 };
    const alone = trainForest({ rows: 2000, columns, labels }, settings).outOfBag;
    const together = trainForest({ rows: 2000, columns, labels, groups }, settings).outOfBag;
    expect(areaUnderCurve(alone, labels)).toBeGreaterThan(0.58);
    expect(areaUnderCurve(together, labels)).toBeLessThan(0.56);
  });

  it('uses weights: ten times the weight moves the probability to its outcome', () => {
    const x = Float64Array.from({ length: 1000 }, (_, row) => row % 10);
    const labels = Uint8Array.from(x, (_, row) => (row >> 2) & 1);
    const columns = [{ kind: 'numeric' as const, name: 'x', values: x }];
    const weights = Float64Array.from(labels, (label) => (label ? 10 : 1));
    const { model } = trainForest({ rows: 1000, columns, labels, weights }, small);
    expect(model.predict([4])).toBeGreaterThan(0.8);
  });

  it('can be written and read: same predictions, explanations, reference and bytes', () => {
    const facts = { goal: 'converted', horizonDays: 90, nested: { umlaut: 'Müller', list: [1, null, true] } };
    const { model } = trainForest(leads, small, { facts });
    const file = writeModel(model);
    const copy = readModel(file);
    const row = rawRow(leads, 17);
    expect(writeModel(copy)).toEqual(file);
    expect(copy.explain(row)).toEqual(model.explain(row));
    expect(copy.predictTable(leads)).toEqual(model.predictTable(leads));
    expect({ ...copy.reference }).toEqual({ ...model.reference });
    expect(copy.facts).toEqual(facts);
    expect([copy.learner, copy.features]).toEqual([model.learner, model.features]);
  });

  it('reports its progress tree by tree', () => {
    const steps: number[] = [];
    trainForest(leads, { ...small, minLeaf: 9 }, { onProgress: (done, total) => steps.push(done / total) });
    expect(steps).toHaveLength(12);
    expect(steps.at(-1)).toBe(1);
  });
});

describe('trainForest and predict with invalid input', () => {
  const { columns, labels, rows } = leads;
  const code = (column: object): Examples => ({ ...leads, columns: [{ ...columns[16], ...column } as never] });
  const infinite = new Float64Array(rows).fill(1);
  infinite[7] = -Infinity;
  const cases: [string, () => unknown, Rejection][] = [
    [
      'infinite value',
      () => trainForest(withFirstColumn(infinite)),
      { code: 'infinite_value', column: 'changed', row: 7 },
    ],
    ['one outcome', () => trainForest({ ...leads, labels: new Uint8Array(rows) }), { code: 'one_outcome', outcome: 0 }],
    [
      'too few of one outcome',
      () => trainForest({ ...leads, labels: labels.map((_, row) => (row < 9 ? 1 : 0)) }),
      { code: 'too_few_examples', positives: 9, needed: 40 },
    ],
    [
      'no examples',
      () =>
        trainForest({
          rows: 0,
          columns: [{ ...columns[0], values: new Float64Array() } as never],
          labels: new Uint8Array(),
        }),
      { code: 'too_few_examples', positives: 0 },
    ],
    ['no columns', () => trainForest({ ...leads, columns: [] }), { code: 'no_columns' }],
    ['a short column', () => trainForest(withFirstColumn(new Float64Array(3))), { code: 'column_length', length: 3 }],
    [
      'a column twice',
      () => trainForest({ ...leads, columns: [columns[0], columns[0]] }),
      { code: 'duplicate_column' },
    ],
    ['a label of 2', () => trainForest({ ...leads, labels: labels.with(4, 2) }), { code: 'bad_label', row: 4 }],
    [
      'a code without category',
      () => trainForest(code({ codes: new Int32Array(rows).fill(99) })),
      { code: 'category_code', value: 99 },
    ],
    [
      '65,536 categories',
      () => trainForest(code({ categories: new Array(65_536).fill('x') })),
      { code: 'too_many_categories' },
    ],
    ['more than 2^24 rows', () => trainForest({ ...leads, rows: 2 ** 24 + 1 }), { code: 'too_many_rows' }],
    [
      'a weight of zero',
      () => trainForest({ ...leads, weights: new Float64Array(rows) }),
      { code: 'bad_weight', row: 0 },
    ],
    [
      'a weight that is not a number',
      () => trainForest({ ...leads, weights: new Float64Array(rows).fill(NaN) }),
      { code: 'bad_weight' },
    ],
    [
      'groups of another length',
      () => trainForest({ ...leads, groups: new Int32Array(2) }),
      { code: 'column_length', column: 'groups' },
    ],
    ['no trees', () => trainForest(leads, { trees: 0 }), { code: 'bad_setting', setting: 'trees' }],
    ['half a tree', () => trainForest(leads, { trees: 1.5 }), { code: 'bad_setting', setting: 'trees' }],
    ['too many bins', () => trainForest(leads, { maxBins: 256 }), { code: 'bad_setting', setting: 'maxBins' }],
    [
      'no features to try',
      () => trainForest(leads, { featuresPerSplit: 0 }),
      { code: 'bad_setting', setting: 'featuresPerSplit' },
    ],
    ['an infinite seed', () => trainForest(leads, { seed: Infinity }), { code: 'bad_setting', setting: 'seed' }],
  ];

  it.each(cases)('rejects %s', (_, act, expected) => {
    expect(rejectionOf(act)).toMatchObject(expected);
  });

  const { model } = trainForest(leads, small);
  const row = rawRow(leads, 0);
  it.each<[string, () => unknown, Rejection]>([
    ['too short', () => model.predict(row.slice(1)), { code: 'row_length', length: 19, expected: 20 }],
    ['text for a number', () => model.explain(row.with(0, 'ten')), { code: 'row_value', feature: 'number_0' }],
    ['infinite', () => model.predict(row.with(0, Infinity)), { code: 'row_value', feature: 'number_0' }],
    ['a number for a category', () => model.predict(row.with(16, 3)), { code: 'row_value', feature: 'category_0' }],
    [
      'a column of another kind',
      () =>
        model.predictTable({
          rows,
          columns: [{ kind: 'numeric', name: 'category_0', values: new Float64Array(rows) }],
        }),
      { code: 'table_columns' },
    ],
  ])('rejects a row that is %s', (_, act, expected) => {
    expect(rejectionOf(act)).toMatchObject(expected);
  });

  it('states the reason and the remedy', () => {
    const error = new ForestError('infinite_value', { column: 'Revenue', row: 12 });
    expect(error.message).toBe('Column "Revenue", row 12: the value is infinite. Use NaN for a missing value.');
  });
});
