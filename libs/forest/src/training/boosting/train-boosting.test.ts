import { describe, expect, it } from 'vitest';
import { readModel } from '../../model-file/read-model.ts';
import { writeModel } from '../../model-file/write-model.ts';
import type { Examples } from '../../table.ts';
import type { Constraints } from '../constraints.ts';
import { rawRow } from '../../table.ts';
import { areaUnderCurve, simulatedLeads } from '../../testing/simulated-leads.ts';
import { treeShap } from '../../testing/slow-shapley.ts';
import { trainForest } from '../train-forest.ts';
import { findBin } from '../../binning/feature-bins.ts';
import type { BoostingSettings } from './boosting-settings.ts';
import { trainBoosting } from './train-boosting.ts';

const leads = simulatedLeads(3000, 21);
const quick: Partial<BoostingSettings> = { rounds: 60, earlyStoppingRounds: 10 };

describe('trainBoosting', () => {
  const { model, outOfBag } = trainBoosting(leads, quick);

  it('gives the same model file for the same examples, settings and seed', () => {
    const file = writeModel(model);
    expect(writeModel(trainBoosting(leads, quick).model)).toEqual(file);
    expect(writeModel(trainBoosting(leads, { ...quick, seed: 9 }).model)).not.toEqual(file);
    expect(writeModel(readModel(file))).toEqual(file);
  });

  it('ranks fresh leads nearly as well as the true probabilities do', () => {
    const fresh = simulatedLeads(8000, 22);
    const best = areaUnderCurve(fresh.truth, fresh.labels);
    expect(areaUnderCurve(model.predictTable(fresh), fresh.labels)).toBeGreaterThan(best - 0.08);
  });

  it('gives calibrated cross-validated probabilities of every row', () => {
    const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;
    expect(outOfBag.every((p) => p > 0 && p < 1)).toBe(true);
    expect(mean(outOfBag)).toBeCloseTo(mean(leads.labels), 2);
  });

  it('stops early when the validation loss no longer improves', () => {
    const noise = { ...leads, columns: leads.columns.slice(11, 14) };
    expect(trainBoosting(noise, quick).model.parts.ensemble.roots.length).toBeLessThan(20);
  });

  it('explains the log odds by exact Shapley values', () => {
    for (let row = 0; row < 10; row++) {
      const raw = rawRow(leads, row);
      const { base, raw: margin, contributions } = model.explain(raw);
      expect(contributions.reduce((sum, x) => sum + x, base)).toBeCloseTo(margin, 12);
      const slow = treeShap(model.parts.ensemble, 20, (f) => {
        const bins = model.parts.bins[f];
        if (bins.kind === 'numeric') return findBin(bins.edges, raw[f] as number);
        return bins.bins[bins.categories.indexOf(raw[f] as string)] ?? 0;
      });
      contributions.forEach((x, f) => expect(x).toBeCloseTo(slow[f], 10));
    }
  });

  it.each([
    ['learningRate', 0],
    ['rounds', 0.5],
    ['subsample', 1.5],
    ['folds', 21],
    ['maxDepth', 13],
  ])('rejects the setting %s = %d', (setting, value) => {
    const act = () => trainBoosting(leads, { [setting]: value });
    expect(act).toThrow(expect.objectContaining({ code: 'bad_setting', facts: expect.objectContaining({ setting }) }));
  });
});

describe.each(['forest', 'boosting'] as const)('constraints of %s', (kind) => {
  const train = (examples: Examples, constraints: Constraints & { positiveWeight?: number }) =>
    kind === 'forest'
      ? trainForest(examples, { trees: 40, minLeaf: 3, ...constraints })
      : trainBoosting(examples, { ...quick, ...constraints });

  it.each([1, -1] as const)('monotonicConstraints %i: the prediction never moves against the sign', (sign) => {
    const { model } = train(leads, { monotonicConstraints: { number_0: sign, number_9: sign } });
    for (let row = 0; row < 60; row++) {
      for (const f of [0, 9]) {
        const raw = rawRow(leads, row);
        const curve = Array.from({ length: 41 }, (_, i) => model.explain(raw.with(f, -4 + i / 5)).raw);
        curve.slice(1).forEach((value, i) => expect(sign * (value - curve[i])).toBeGreaterThanOrEqual(-1e-12));
      }
    }
  });

  it('forbiddenInteractions: two features never occur on one path', () => {
    const forbiddenInteractions = [
      ['number_0', 'number_1'],
      ['category_0', 'number_1'],
    ] as const;
    const sharedPaths = (constraints: Constraints) => {
      const { split, left, roots } = train(leads, constraints).model.parts.ensemble;
      const walk = (node: number, path: ReadonlySet<number>): number => {
        if (left[node] === node) return [0, 16].some((f) => path.has(f)) && path.has(1) ? 1 : 0;
        const next = new Set(path).add(split[node] >>> 17);
        return walk(left[node], next) + walk(left[node] + 1, next);
      };
      return Array.from(roots).reduce((sum, root) => sum + walk(root, new Set()), 0);
    };
    expect(sharedPaths({ forbiddenInteractions })).toBe(0);
    expect(sharedPaths({})).toBeGreaterThan(0);
  });

  it('rejects constraints on columns that do not exist or are not numeric', () => {
    const badSetting = (setting: keyof Constraints) =>
      expect.objectContaining({ code: 'bad_setting', facts: expect.objectContaining({ setting }) });
    expect(() => train(leads, { monotonicConstraints: { nobody: 1 } })).toThrow(badSetting('monotonicConstraints'));
    expect(() => train(leads, { monotonicConstraints: { category_0: 1 } })).toThrow(badSetting('monotonicConstraints'));
    const itself = { forbiddenInteractions: [['number_0', 'number_0']] } as const;
    expect(() => train(leads, itself)).toThrow(badSetting('forbiddenInteractions'));
  });

  it('positiveWeight changes the trees but not the mean probability', () => {
    const plain = train(leads, {}).model.predictTable(leads);
    const weighted = train(leads, { positiveWeight: 5 }).model.predictTable(leads);
    const mean = (values: Float64Array) => values.reduce((sum, x) => sum + x, 0) / values.length;
    expect(weighted).not.toEqual(plain);
    expect(Math.abs(mean(weighted) - mean(plain))).toBeLessThan(0.04);
  });
});
