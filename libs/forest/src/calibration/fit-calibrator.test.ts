import { describe, expect, it } from 'vitest';
import { seededRandom } from '@leadlight/common';
import { readModel } from '../model-file/read-model.ts';
import { writeModel } from '../model-file/write-model.ts';
import { BinnedTreeModel } from '../prediction/tree-model.ts';
import { simulatedLeads } from '../testing/simulated-leads.ts';
import { trainForest } from '../training/train-forest.ts';
import { type Calibrator, calibrate } from './calibrator.ts';
import { collectCalibrationPoints } from './calibration-points.ts';
import { fitCalibrator } from './fit-calibrator.ts';
import { fitBeta, fitPlatt, fitQuadratic } from './fit-parametric.ts';

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** Log odds from −4 to 4 and outcomes with the true probabilities. */
function examples(rows: number, truth: (raw: number) => number, seed = 3) {
  const next = seededRandom(seed);
  const raw = Float64Array.from({ length: rows }, () => 8 * next() - 4);
  const labels = Uint8Array.from(raw, (value) => Number(next() < truth(value)));
  return { raw, labels, of: 'log odds' as const };
}

const gapTo = (calibrator: Calibrator, truth: (raw: number) => number) =>
  Math.max(...[-3, -2, -1, 0, 1, 2, 3].map((raw) => Math.abs(calibrate(calibrator, raw) - truth(raw))));

describe('fitCalibrator', () => {
  const line = (raw: number) => sigmoid(0.7 * raw - 1);
  const parabola = (raw: number) => sigmoid(0.12 * raw * raw + 1.1 * raw - 2);
  const step = (raw: number) => (raw < -1 ? 0.05 : raw < 2 ? 0.3 : 0.6);

  it('comes close to the truth where log odds need another slope and intercept', () => {
    const calibrator = fitCalibrator(examples(4_000, line));
    expect(gapTo(calibrator, line)).toBeLessThan(0.03);
    expect(calibrator.kind).not.toBe('isotonic');
  });

  it('chooses the quadratic where log odds are a parabola, and comes closer than Platt', () => {
    const given = examples(20_000, parabola);
    const calibrator = fitCalibrator(given);
    expect(calibrator.kind).toBe('quadratic');
    const platt = fitPlatt(collectCalibrationPoints(given.raw, given.labels), 'log odds');
    expect(gapTo(calibrator, parabola)).toBeLessThan(0.02);
    expect(gapTo(platt, parabola)).toBeGreaterThan(2 * gapTo(calibrator, parabola));
  });

  it('chooses isotonic where the rate has steps and there are enough examples', () => {
    expect(fitCalibrator(examples(20_000, step)).kind).toBe('isotonic');
    expect(fitCalibrator(examples(2_000, step)).kind).not.toBe('isotonic');
  });

  it('chooses the same kinds for shares as for their log odds', () => {
    const { raw, labels } = examples(20_000, parabola);
    const calibrator = fitCalibrator({ raw: raw.map(sigmoid), labels, of: 'share' });
    expect(calibrator).toMatchObject({ kind: 'quadratic', of: 'share' });
    expect(
      gapTo(fitCalibrator({ raw, labels, of: 'log odds' }), (x) => calibrate(calibrator, sigmoid(x))),
    ).toBeLessThan(0.01);
  });

  it('leaves out unknown predictions', () => {
    const { raw, labels, of } = examples(3_000, line);
    const more = Float64Array.from([...raw, ...new Float64Array(500).fill(NaN)]);
    const calibrator = fitCalibrator({
      raw: more,
      labels: Uint8Array.from([...labels, ...new Uint8Array(500).fill(1)]),
      of,
    });
    expect(gapTo(calibrator, line)).toBeLessThan(0.04);
  });
});

describe('quadratic calibrator', () => {
  const falling = (raw: number) => sigmoid(1 - 0.3 * raw * raw);

  it('is replaced by Platt where it would decrease', () => {
    const { raw, labels } = examples(5_000, falling);
    expect(fitQuadratic(collectCalibrationPoints(raw, labels), 'log odds').kind).toBe('sigmoid');
  });

  it.each([
    ['up', { square: 0.2, slope: 1 }],
    ['down', { square: -0.2, slope: 1 }],
    ['of any slope', { square: 0.2, slope: -1 }],
  ])('never decreases where the parabola opens %s', (_, numbers) => {
    const calibrator: Calibrator = { kind: 'quadratic', of: 'log odds', intercept: -1, ...numbers };
    const values = Array.from({ length: 201 }, (__, i) => calibrate(calibrator, (i - 100) / 5));
    values.slice(1).forEach((value, i) => expect(value).toBeGreaterThanOrEqual(values[i]));
    expect(values.every((value) => value > 0 && value < 1 + 1e-12)).toBe(true);
  });
});

describe('calibrators of log odds in the model file', () => {
  const leads = simulatedLeads(600, 2);
  const { parts } = trainForest(leads, { trees: 4, minPerOutcome: 5 }).model;
  const kinds: Calibrator[] = [
    { kind: 'quadratic', of: 'log odds', square: 0.05, slope: 0.9, intercept: -0.2 },
    { kind: 'quadratic', of: 'share', square: -0.05, slope: 0.9, intercept: -0.2 },
    { kind: 'log-odds-beta', a: 0.8, b: 1.2, c: 0.1 },
  ];

  it.each(kinds.map((calibrator) => [calibrator.kind, calibrator] as const))(
    '%s is read as it was written',
    (_, calibrator) => {
      const model = new BinnedTreeModel({ ...parts, calibrator });
      const read = readModel(writeModel(model));
      expect(read.parts.calibrator).toEqual(calibrator);
      expect(read.predictTable(leads)).toEqual(model.predictTable(leads));
    },
  );

  it('log-odds-beta equals beta of the share', () => {
    const { raw, labels } = examples(2_000, (x) => sigmoid(x / 2));
    const points = collectCalibrationPoints(raw, labels);
    const shares = collectCalibrationPoints(raw.map(sigmoid), labels);
    const [one, other] = [fitBeta(points, 'log odds'), fitBeta(shares, 'share')];
    for (const x of [-3, -1, 0, 2]) expect(calibrate(one, x)).toBeCloseTo(calibrate(other, sigmoid(x)), 3);
    expect(calibrate(one, -1e300)).toBeGreaterThanOrEqual(0);
  });
});
