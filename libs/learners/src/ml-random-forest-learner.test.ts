import {
  drawBagCounts,
  binExamples,
  completeForestSettings,
  type Examples,
  ForestError,
  javascriptEngine,
  joinTrees,
  readModel,
  writeModel,
} from '@leadlight/forest';
import { describe, expect, it } from 'vitest';
import { BinnedTreeModel } from '@leadlight/forest';
import { isLearnerId, learnerById, learnerIds } from './learner-registry.ts';
import { toBinnedTree, growMlTree, mlRandomForestLearner } from './ml-random-forest-learner.ts';

/** Leads whose outcome depends on one number and one category, with exceptions. */
function leadsByRule(rows: number): Examples {
  const budget = Float64Array.from({ length: rows }, (_, row) => ((row * 37) % 101) - (row % 13 === 0 ? NaN : 0));
  const codes = Int32Array.from({ length: rows }, (_, row) => (row * 7) % 3);
  const labels = Uint8Array.from(budget, (x, row) => ((x > 60 || codes[row] === 2) !== (row % 17 === 0) ? 1 : 0));
  return {
    rows,
    labels,
    columns: [
      { kind: 'numeric', name: 'budget', values: budget },
      { kind: 'categorical', name: 'source', codes, categories: ['Web', 'Event', 'Referral'] },
      { kind: 'numeric', name: 'noise', values: Float64Array.from(labels, (_, row) => (row * 31) % 29) },
    ],
  };
}

const leads = leadsByRule(400);

describe('mlRandomForestLearner', () => {
  it('predicts the mean of the library’s own tree predictions', () => {
    const settings = completeForestSettings({ seed: 5, trees: 10, maxBins: 255 }, leads.rows, 3);
    const binned = binExamples(leads, settings, javascriptEngine);
    const { matrix } = binned.workspace.view;
    const rows = Array.from({ length: leads.rows }, (_, row) =>
      Array.from({ length: 3 }, (__, f) => matrix[row * 3 + f]),
    );
    const sums = new Float64Array(leads.rows);
    const trees = Array.from({ length: 10 }, (_, t) => {
      const counts = drawBagCounts(binned, t);
      const forest = growMlTree(binned, counts, leads.labels, t);
      const votes = forest.predictionValues(rows).to2DArray();
      votes.forEach(([vote], row) => (sums[row] += vote / 10));
      return toBinnedTree(forest, binned, counts);
    });
    const model = new BinnedTreeModel({
      learner: 'ml-random-forest',
      bins: binned.features,
      ensemble: joinTrees(trees, 0, 1 / 10),
      calibrator: { kind: 'identity' },
      reference: { quantiles: [], bins: [] },
      facts: {},
    });
    const raw = model.predictRawTable(leads);
    expect(new Set(raw).size).toBeGreaterThan(3);
    raw.forEach((value, row) => expect(value).toBeCloseTo(sums[row], 12));
  });

  it('learns a rule, explains exactly and can be written to a model file', () => {
    const { model, outOfBag } = mlRandomForestLearner.train(leads, { seed: 1 });
    expect(model.predict([90, 'Referral', 3])).toBeGreaterThan(0.7);
    expect(model.predict([10, 'Web', 3])).toBeLessThan(0.4);
    const { base, raw, contributions } = model.explain([90, 'Referral', 3]);
    expect(contributions.reduce((sum, x) => sum + x, base)).toBeCloseTo(raw, 12);
    expect(outOfBag.filter((p) => p >= 0 && p <= 1)).toHaveLength(400);
    expect(writeModel(readModel(writeModel(model)))).toEqual(writeModel(model));
  });

  it('gives the same model for the same seed', () => {
    const files = [3, 3, 4].map((seed) => writeModel(mlRandomForestLearner.train(leads, { seed }).model));
    expect(files[1]).toEqual(files[0]);
    expect(files[2]).not.toEqual(files[0]);
  });

  it('rejects more than 1,000 rows', () => {
    const error = { code: 'too_many_rows', facts: { rows: 1001, limit: 1000, learner: 'ml-random-forest' } };
    const act = () => mlRandomForestLearner.train(leadsByRule(1001), { seed: 1 });
    expect(act).toThrow(ForestError);
    expect(act).toThrow(expect.objectContaining(error));
  });
});

describe('learnerById', () => {
  it('finds every learner by its id; isLearnerId rejects other ids', () => {
    expect(learnerIds.map((id) => learnerById(id).id)).toEqual(learnerIds);
    expect([isLearnerId('forest'), isLearnerId('toString'), isLearnerId('astrology')]).toEqual([true, false, false]);
  });

  it('trains a forest that stores the caller’s facts', () => {
    const { model } = learnerById('forest').train(leads, { seed: 2, facts: { goal: 'converted' } });
    expect([model.learner, model.facts]).toEqual(['forest', { goal: 'converted' }]);
  });
});
