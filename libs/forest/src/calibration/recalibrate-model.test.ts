import { describe, expect, it } from 'vitest';
import { readModel } from '../model-file/read-model.ts';
import { writeModel } from '../model-file/write-model.ts';
import { javascriptEngine } from '../engine/javascript.ts';
import { rawRow } from '../table.ts';
import { simulatedLeads } from '../testing/simulated-leads.ts';
import { trainForest } from '../training/train-forest.ts';
import type { BinnedTreeModel } from '../prediction/tree-model.ts';
import { adjustCalibrator, adjustProbability } from './adjust-calibrator.ts';
import { calibrate, type Calibrator } from './calibrator.ts';
import { recalibrateModel } from './recalibrate-model.ts';

const ADJUSTMENT = { intercept: -0.7, slope: 0.8 };

const calibrators: readonly Calibrator[] = [
  { kind: 'identity' },
  { kind: 'platt', slope: 1.3, intercept: 0.2 },
  { kind: 'sigmoid', slope: 0.9, intercept: -0.4 },
  { kind: 'beta', a: 1.2, b: 0.7, c: -0.1 },
  { kind: 'log-odds-beta', a: 1.2, b: 0.7, c: -0.1 },
  { kind: 'quadratic', of: 'share', square: 0.02, slope: 0.9, intercept: -0.2 },
  { kind: 'quadratic', of: 'log odds', square: -0.1, slope: 0.9, intercept: -0.2 },
  { kind: 'isotonic', raw: [0.05, 0.2, 0.21, 0.6, 0.9], probability: [0.01, 0.1, 0.35, 0.35, 0.97] },
];

describe('adjustCalibrator', () => {
  it.each(calibrators)('gives what adjusting the probability gives: $kind', (calibrator) => {
    const adjusted = adjustCalibrator(calibrator, ADJUSTMENT);
    for (let raw = 0.001; raw < 1; raw += 0.001) {
      const exact = adjustProbability(ADJUSTMENT, calibrate(calibrator, raw));
      expect(Math.abs(calibrate(adjusted, raw) - exact)).toBeLessThan(2e-5);
    }
  });

  it.each(calibrators)('changes nothing with intercept 0 and slope 1: $kind', (calibrator) => {
    const adjusted = adjustCalibrator(calibrator, { intercept: 0, slope: 1 });
    for (let raw = 0.001; raw < 1; raw += 0.01) {
      expect(calibrate(adjusted, raw)).toBeCloseTo(calibrate(calibrator, raw), 10);
    }
  });
});

describe('recalibrateModel', () => {
  const examples = simulatedLeads(2_000, 6);
  const model = trainForest(examples, { trees: 20 }).model as BinnedTreeModel;
  const recalibrated = recalibrateModel(model, ADJUSTMENT, { recalibration: { of: 'm1' } });
  const rows = Array.from({ length: 200 }, (_, row) => rawRow(examples, row));

  it('has the same trees, and reasons that still add up', () => {
    for (const row of rows) {
      const { base, raw, contributions } = recalibrated.explain(row);
      expect({ base, raw, contributions }).toEqual(model.explain(row));
      expect(base + contributions.reduce((sum, each) => sum + each, 0)).toBeCloseTo(raw, 10);
      expect(recalibrated.predict(row)).toBe(recalibrated.calibrate(raw));
      expect(recalibrated.predict(row)).toBeCloseTo(adjustProbability(ADJUSTMENT, model.predict(row)), 10);
    }
  });

  it('leaves past leads in the bins they were in', () => {
    expect(recalibrated.reference.bins.map(({ count }) => count)).toEqual(
      model.reference.bins.map(({ count }) => count),
    );
    const binOf = ({ bins }: typeof model.reference, p: number) => bins.findIndex(({ upTo }) => p <= upTo);
    for (const row of rows) {
      expect(binOf(recalibrated.reference, recalibrated.predict(row))).toBe(binOf(model.reference, model.predict(row)));
    }
  });

  it('is stored in a file like every model, with what was added to its facts', () => {
    const read = readModel(writeModel(recalibrated), javascriptEngine);
    expect(read.facts.recalibration).toEqual({ of: 'm1' });
    expect(rows.map((row) => read.predict(row))).toEqual(rows.map((row) => recalibrated.predict(row)));
  });
});
