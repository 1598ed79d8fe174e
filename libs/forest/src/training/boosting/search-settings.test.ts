import { describe, expect, it } from 'vitest';
import { seededRandom } from '@leadlight/common';
import { writeModel } from '../../model-file/write-model.ts';
import type { Examples } from '../../table.ts';
import { areaUnderCurve, simulatedLeads } from '../../testing/simulated-leads.ts';
import { type BoostingSettings } from './boosting-settings.ts';
import { trainBoosting } from './train-boosting.ts';

/** The second number raises or lowers the odds as the first one says: an interaction that trees of depth 1 cannot learn. */
function interactingLeads(rows: number, seed: number): Examples {
  const next = seededRandom(seed);
  const columns = Array.from({ length: 4 }, (_, f) => ({
    kind: 'numeric' as const,
    name: `number_${f}`,
    values: Float64Array.from({ length: rows }, () => Math.round(next() * 8) - 4 + (next() < 0.5 ? 0.25 : 0.5)),
  }));
  const labels = Uint8Array.from({ length: rows }, (_, row) => {
    const [first, second] = columns.map(({ values }) => values[row]);
    return Number(next() < (first < -1 === second < 0 ? 0.85 : 0.15));
  });
  return { rows, columns, labels };
}

const base: Partial<BoostingSettings> = {
  rounds: 60,
  folds: 2,
  maxDepth: 1,
  maxBins: 16,
  earlyStoppingRounds: 20,
  learningRate: 0.15,
};
describe('searchSettings', () => {
  const examples = interactingLeads(1_200, 3);

  it('finds the depth that an interaction of two features needs', () => {
    const fresh = interactingLeads(3_000, 4);
    const aucOf = (settings: Partial<BoostingSettings>) =>
      areaUnderCurve(trainBoosting(examples, { ...base, ...settings }).model.predictTable(fresh), fresh.labels);
    expect(aucOf({})).toBeLessThan(0.72);
    expect(aucOf({ searchWork: 0.02 })).toBeGreaterThan(0.8);
  });

  it('keeps the given settings where the work is spent before another candidate could grow', () => {
    const given = trainBoosting(examples, base).model;
    expect(writeModel(trainBoosting(examples, { ...base, searchWork: 1e-9 }).model)).toEqual(writeModel(given));
  });

  it('gives the same model every time', () => {
    const train = () => writeModel(trainBoosting(examples, { ...base, searchWork: 0.01 }).model);
    expect(train()).toEqual(train());
  });

  it('gives the model of the capacity that it found, which another training takes without a search', () => {
    const searched = trainBoosting(examples, { ...base, searchWork: 0.02 });
    expect(searched.capacity?.maxDepth).toBeGreaterThan(1);
    const { model, capacity } = trainBoosting(examples, { ...base, ...searched.capacity });
    expect(capacity).toEqual(searched.capacity);
    expect(writeModel(model)).toEqual(writeModel(searched.model));
  });

  it('observes constraints whatever it finds', () => {
    const constraints = {
      monotonicConstraints: { number_0: 1 },
      forbiddenInteractions: [['number_1', 'number_2']],
    } as const;
    const { model } = trainBoosting(examples, { ...base, searchWork: 0.01, ...constraints });
    const { split, left, roots } = model.parts.ensemble;
    const meets = (node: number, path: readonly number[]): boolean =>
      left[node] === node
        ? path.includes(1) && path.includes(2)
        : [0, 1].some((side) => meets(left[node] + side, [...path, split[node] >>> 17]));
    expect(Array.from(roots).some((root) => meets(root, []))).toBe(false);
    const row = examples.columns.map((column) => (column.kind === 'numeric' ? column.values[5] : null));
    const curve = Array.from({ length: 20 }, (_, i) => model.explain(row.with(0, i / 2 - 5)).raw);
    curve.slice(1).forEach((value, i) => expect(value).toBeGreaterThanOrEqual(curve[i] - 1e-12));
  });
});

describe('bagging', () => {
  const leads = simulatedLeads(1_500, 21);
  const quick: Partial<BoostingSettings> = { rounds: 60, earlyStoppingRounds: 10, folds: 8 };

  it('averages the models of the folds, which rank new leads better than one model of all rows', () => {
    const fresh = simulatedLeads(8_000, 22);
    const [one, bagged] = [0, 1].map((bagging) => trainBoosting(leads, { ...quick, bagging }));
    const [treesOfOne, treesOfAll] = [one, bagged].map(({ model }) => model.parts.ensemble.roots.length);
    // A fold that stopped early has fewer trees.
    expect(treesOfAll).toBeGreaterThan(4 * treesOfOne);
    expect(treesOfAll).toBeLessThanOrEqual(8 * treesOfOne);
    expect(bagged.outOfBag).toEqual(one.outOfBag);
    const [before, after] = [one, bagged].map(({ model }) => areaUnderCurve(model.predictTable(fresh), fresh.labels));
    expect(after).toBeGreaterThan(before);
  });

  it('gives reasons that add up to the margin', () => {
    const { model } = trainBoosting(leads, { ...quick, bagging: 1, rounds: 20 });
    const row = leads.columns.map((column) =>
      column.kind === 'numeric' ? column.values[7] : (column.categories[column.codes[7]] ?? null),
    );
    const { base: mean, raw, contributions } = model.explain(row);
    expect(contributions.reduce((sum, x) => sum + x, mean)).toBeCloseTo(raw, 12);
  });
});
