import { describe, expect, it } from 'vitest';
import { ForestError } from '../errors.ts';
import { readModel } from '../model-file/read-model.ts';
import { writeModel } from '../model-file/write-model.ts';
import type { Examples } from '../table.ts';
import { mlForest, sklearn, xgboost } from '../testing/foreign-forests.ts';
import { importMlRandomForest } from './ml-random-forest.ts';
import { importScikitLearn } from './scikit-learn.ts';
import { edgeForLessOrEqual, edgeForLess } from './thresholds.ts';
import { importXgboost } from './xgboost.ts';

const budgets = Float64Array.from({ length: 200 }, (_, row) => row % 20);
const ages = Float64Array.from({ length: 200 }, (_, row) => (row % 7 === 0 ? NaN : row % 11));
const examples: Examples = {
  rows: 200,
  columns: [
    { kind: 'numeric', name: 'budget', values: budgets },
    { kind: 'numeric', name: 'age', values: ages },
  ],
  labels: Uint8Array.from(budgets, (budget, row) => (budget > 9 !== (row % 9 === 0) ? 1 : 0)),
};

describe('importScikitLearn', () => {
  const model = importScikitLearn(sklearn, { examples, facts: { from: 'Paul' } });

  it('predicts the mean of the trees and sends a value equal to a threshold left', () => {
    const raw = (budget: number, age: number) => model.explain([budget, age]).raw;
    expect(raw(9.5, 0)).toBeCloseTo((0.125 + 0.25) / 2, 12);
    expect(raw(10, 4.25)).toBeCloseTo((0.5 + 0.25) / 2, 12);
    expect(raw(10, 5)).toBeCloseTo((0.875 + 0.25) / 2, 12);
    expect(raw(10, NaN)).toBe(raw(10, 5));
  });

  it('calibrates on the examples, explains exactly and can be written to a model file', () => {
    const { base, raw, contributions } = model.explain([15, 2]);
    expect(contributions.reduce((sum, x) => sum + x, base)).toBeCloseTo(raw, 12);
    expect(model.predict([15, 9])).toBeGreaterThan(0.7);
    expect(model.reference.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(200);
    const copy = readModel(writeModel(model));
    expect([copy.learner, copy.facts, copy.predict([15, 9])]).toEqual([
      'scikit-learn',
      { from: 'Paul' },
      model.predict([15, 9]),
    ]);
  });
});

describe('importXgboost', () => {
  const model = importXgboost(xgboost, { examples });
  const raw = (age: number) => model.explain([0, age]).raw;

  it('starts from base_score, sends a value equal to the condition right, and missing values by default_left', () => {
    const start = Math.log(0.25 / 0.75);
    expect(raw(5)).toBeCloseTo(start + 0.75, 7);
    expect(raw(4.999)).toBeCloseTo(start - 0.5, 7);
    expect(raw(NaN)).toBe(raw(4.999));
  });
});

describe('importMlRandomForest', () => {
  it('predicts the share of trees that vote for conversion', () => {
    const model = importMlRandomForest(mlForest, ['budget', 'age'], { examples });
    const raw = (budget: number, age: number) => model.explain([budget, age]).raw;
    expect([raw(9, 0), raw(10, 2), raw(10, 3)]).toEqual([0.5, 1, 0.5]);
  });
});

describe('edgeForLessOrEqual and edgeForLess', () => {
  it.each([9.5, 0.1, 1 / 3, -0.1, 0, 1e-40, 16777217, -16777217.5, 3.4e38])(
    'round %d as float32 input does',
    (threshold) => {
      const edge = edgeForLessOrEqual(threshold);
      const step = Math.max(Number.MIN_VALUE, Math.abs(edge) * 2 ** -52);
      expect(Math.fround(edge) <= threshold).toBe(true);
      expect(Math.fround(edge + 2 * step) <= threshold).toBe(false);
      const below = edgeForLess(threshold);
      expect(Math.fround(below) < Math.fround(threshold)).toBe(true);
      expect(
        Math.fround(below + 2 * Math.max(Number.MIN_VALUE, Math.abs(below) * 2 ** -52)) < Math.fround(threshold),
      ).toBe(false);
    },
  );
});

describe('rejected imports', () => {
  const tree = sklearn.trees[0];
  const booster = xgboost.learner.gradient_booster;
  it.each<[string, () => unknown]>([
    ['another format', () => importScikitLearn({ ...sklearn, format: 'pickle' }, { examples })],
    ['a text instead of an object', () => importScikitLearn('forest', { examples })],
    ['no trees', () => importScikitLearn({ ...sklearn, trees: [] }, { examples })],
    [
      'lists of different length',
      () => importScikitLearn({ ...sklearn, trees: [{ ...tree, value: [1] }] }, { examples }),
    ],
    [
      'children in a cycle',
      () => importScikitLearn({ ...sklearn, trees: [{ ...tree, left: [0, -1, 3, -1, -1] }] }, { examples }),
    ],
    [
      'a feature that does not exist',
      () => importScikitLearn({ ...sklearn, trees: [{ ...tree, feature: [7, 0, 1, 0, 0] }] }, { examples }),
    ],
    [
      'nodes that share their children, of which a small file makes 2^59',
      () => {
        const below = Array.from({ length: 59 }, (_, node) => node + 1);
        const leafAtEnd = [...below, -1];
        const flat = (value: number) => leafAtEnd.map(() => value);
        const shared = { feature: flat(0), threshold: flat(1), value: flat(0.5), cover: flat(1) };
        importScikitLearn({ ...sklearn, trees: [{ ...shared, left: leafAtEnd, right: leafAtEnd }] }, { examples });
      },
    ],
    [
      'a child beyond the last node',
      () => importScikitLearn({ ...sklearn, trees: [{ ...tree, left: [1, -1, 9, -1, -1] }] }, { examples }),
    ],
    ['two features of one name', () => importScikitLearn({ ...sklearn, features: ['age', 'age'] }, { examples })],
    ['two columns of one name', () => importMlRandomForest(mlForest, ['age', 'age'], { examples })],
    [
      'more features than a split can name',
      () =>
        importXgboost(
          { learner: { ...xgboost.learner, feature_names: [], learner_model_param: { num_feature: '1e9' } } },
          { examples },
        ),
    ],
    ['more trees than any forest has', () => importScikitLearn({ ...sklearn, trees: Array(30_000) }, { examples })],
    [
      'more nodes than fit into memory',
      () => {
        const large = { ...tree, left: Array(1_000_000).fill(-1) };
        importScikitLearn({ ...sklearn, trees: Array(6).fill(large) }, { examples });
      },
    ],
    [
      'a member that is no text where its name is quoted',
      () => importXgboost({ learner: { ...xgboost.learner, objective: { name: { toString: 1 } } } }, { examples }),
    ],
    [
      'another objective',
      () => importXgboost({ learner: { ...xgboost.learner, objective: { name: 'reg:squarederror' } } }, { examples }),
    ],
    [
      'another booster',
      () =>
        importXgboost(
          { learner: { ...xgboost.learner, gradient_booster: { ...booster, name: 'dart' } } },
          { examples },
        ),
    ],
    [
      'a base score of 1',
      () => importXgboost({ learner: { ...xgboost.learner, learner_model_param: { base_score: '1' } } }, { examples }),
    ],
    [
      'a regression forest',
      () => importMlRandomForest({ ...mlForest, name: 'RFRegression' }, ['budget', 'age'], { examples }),
    ],
  ])('rejects %s', (_, act) => {
    expect(act).toThrow(ForestError);
    expect(act).toThrow(expect.objectContaining({ code: 'import_invalid' }));
  });

  it('rejects examples of one outcome, which cannot calibrate the model', () => {
    const none = { ...examples, labels: new Uint8Array(200) };
    expect(() => importXgboost(xgboost, { examples: none })).toThrow(expect.objectContaining({ code: 'one_outcome' }));
  });
});
