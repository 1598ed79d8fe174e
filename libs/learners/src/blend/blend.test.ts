import { seededRandom } from '@leadlight/common';
import { BinnedTreeModel, joinModels, readModel, writeModel, type Examples, type FeatureBins } from '@leadlight/forest';
import { rawRow, simulatedLeads } from '@leadlight/forest/testing';
import { describe, expect, it } from 'vitest';
import { learnerById } from '../learner-registry.ts';
import { blendLearners } from './blend-learner.ts';
import { MAX_MEMBERS, selectMembers } from './select-members.ts';

const leads = simulatedLeads(1_500, 31);
const lossOf = (logOdds: ArrayLike<number>, labels: ArrayLike<number>) =>
  Array.from(labels, (label, row) => Math.log1p(Math.exp(-(label === 1 ? 1 : -1) * logOdds[row]))).reduce(
    (sum, loss) => sum + loss,
    0,
  );

describe('selectMembers', () => {
  const next = seededRandom(5);
  const signals = Array.from({ length: 6 }, () => Float64Array.from({ length: 2_000 }, () => next() - 0.5));
  const labels = Uint8Array.from(signals[0], (_, row) =>
    Number(next() < 1 / (1 + Math.exp(-3 * (signals[0][row] + signals[1][row])))),
  );
  const members = signals.map((signal) => signal.map((value) => 3 * value));

  it('gives weights that add up to 1, to at most four members, the informative ones first', () => {
    const weights = selectMembers(members, labels);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(weights.filter((weight) => weight > 0).length).toBeLessThanOrEqual(MAX_MEMBERS);
    expect(weights[0]).toBeGreaterThan(0.25);
    expect(weights[1]).toBeGreaterThan(0.25);
  });

  it('is never worse than the best member on the rows that it knows', () => {
    const weights = selectMembers(members, labels);
    const blended = members[0].map((_, row) => weights.reduce((sum, w, m) => sum + w * members[m][row], 0));
    expect(lossOf(blended, labels)).toBeLessThan(Math.min(...members.map((member) => lossOf(member, labels))));
  });

  it('keeps weights closer to equal ones the more often each member is counted beforehand', () => {
    const spread = (start: number) => {
      const weights = selectMembers(members.slice(0, 4), labels, undefined, start);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      return Math.max(...weights) - Math.min(...weights);
    };
    expect(spread(2)).toBeLessThan(spread(0));
    expect(spread(100)).toBeLessThan(0.06);
  });

  it('leaves out rows whose prediction by a member is unknown', () => {
    const known = members.map((member) => member.map((value, row) => (row < 1_000 ? value : NaN)));
    const half = members.map((member) => member.subarray(0, 1_000));
    expect(selectMembers(known, labels)).toEqual(selectMembers(half, labels.subarray(0, 1_000)));
  });
});

describe('joinModels', () => {
  const members = (['logistic', 'boosting'] as const).map((id) => learnerById(id).train(leads, { seed: 1 }).model);
  const [one, other] = members.map(({ parts }) => parts);
  const joined = joinModels(
    [
      { ...one, factor: 0.25 },
      { ...other, factor: 0.75 },
    ],
    0.5,
  )!;
  const model = new BinnedTreeModel({ ...other, ...joined });
  const rows = Array.from({ length: 40 }, (_, row) => rawRow(leads, row));

  it('adds up the raw predictions of models with different bins', () => {
    expect(one.bins).not.toEqual(other.bins);
    for (const row of rows) {
      const [a, b] = members.map((member) => member.explain(row).raw);
      expect(model.explain(row).raw).toBeCloseTo(0.5 + 0.25 * a + 0.75 * b, 5);
    }
  });

  it('adds up their exact contributions', () => {
    for (const row of rows) {
      const [a, b] = members.map((member) => member.explain(row).contributions);
      const { contributions, base, raw } = model.explain(row);
      contributions.forEach((value, f) => expect(value).toBeCloseTo(0.25 * a[f] + 0.75 * b[f], 5));
      expect(contributions.reduce((sum, value) => sum + value, base)).toBeCloseTo(raw, 9);
    }
  });

  it('has no single order for categories that two models order differently', () => {
    const category = (bins: readonly number[]): FeatureBins => ({
      kind: 'categorical',
      name: 'source',
      categories: ['Web', 'Fair', 'Referral'],
      bins: Uint16Array.from(bins),
    });
    const leaf = {
      ...one.ensemble,
      split: Int32Array.of(-1),
      left: Int32Array.of(0),
      value: Float32Array.of(0),
      cover: Float32Array.of(1),
      roots: Int32Array.of(0),
    };
    const on = (bins: readonly number[]) => ({ bins: [category(bins)], ensemble: leaf, factor: 1 });
    const join = (a: readonly number[], b: readonly number[]) => joinModels([on(a), on(b)], 0);
    expect(join([1, 2, 3], [3, 2, 1])).toBeUndefined();
    expect(join([1, 2, 3], [0, 1, 2])).toBeUndefined();
    expect(join([1, 1, 2], [1, 2, 2])?.bins[0]).toMatchObject({ bins: Uint16Array.of(1, 2, 3) });
  });
});

describe('blend', () => {
  const { model, outOfBag } = learnerById('blend').train(leads, { seed: 1 });

  it('records its members and gives the same model for the same seed', () => {
    const members = model.facts['blend'] as readonly { learner: string; weight: number }[];
    expect(members.length).toBeGreaterThan(0);
    expect(members.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    const boosting = learnerById('boosting').train(leads, { seed: 1 });
    const again = blendLearners(leads, { seed: 1 }, new Map([['boosting', boosting]]));
    expect(writeModel(again.model)).toEqual(writeModel(model));
    expect(outOfBag.every((p) => p > 0 && p < 1)).toBe(true);
  });

  it('has the given weights where there are any, without members that have none', () => {
    const boosting = learnerById('boosting').train(leads, { seed: 1 });
    const settings = { seed: 1, blendWeights: { boosting: 1, logistic: 3 } };
    const given = blendLearners(leads, settings, new Map([['boosting', boosting]]));
    expect(given.model.facts['blend']).toEqual([
      { learner: 'boosting', weight: 0.25 },
      { learner: 'logistic', weight: 0.75 },
    ]);
    expect(given.outOfBag.every((p) => p > 0 && p < 1)).toBe(true);
  });

  it('is written, read and explained as one ensemble of trees', () => {
    const read = readModel(writeModel(model));
    expect(read.learner).toBe('blend');
    expect(read.predictTable(leads)).toEqual(model.predictTable(leads));
    const row = rawRow(leads, 3);
    const { contributions, base, raw } = read.explain(row);
    expect(contributions.reduce((sum, value) => sum + value, base)).toBeCloseTo(raw, 9);
    expect(read.calibrate(raw)).toBeCloseTo(read.predict(row), 12);
  });

  it('supports monotonic constraints and forbidden interactions', () => {
    const constraints = { monotonicConstraints: { number_0: -1 as const } };
    const { model: bound } = learnerById('blend').train(leads, { seed: 1, constraints });
    const learners = (bound.facts['blend'] as readonly { learner: string }[]).map(({ learner }) => learner);
    expect(['boosting', 'forest']).toEqual(expect.arrayContaining(learners));
    for (let row = 0; row < 30; row++) {
      const given = rawRow(leads, row);
      const predictions = [-3, -1, 0, 1, 3].map((value) => bound.predict(given.with(0, value)));
      predictions.slice(1).forEach((p, i) => expect(p).toBeLessThanOrEqual(predictions[i]));
    }
  });

  it('rejects examples with a single outcome, as its members do', () => {
    const won: Examples = { ...leads, labels: new Uint8Array(leads.rows).fill(1) };
    expect(() => learnerById('blend').train(won, { seed: 1 })).toThrow(
      expect.objectContaining({ code: 'one_outcome' }),
    );
  });
});
