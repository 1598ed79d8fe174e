import { seededRandom } from '@leadlight/common';
import { readModel, writeModel, type Examples } from '@leadlight/forest';
import { describe, expect, it } from 'vitest';
import { learnerById } from '../learner-registry.ts';
import { minimise } from './minimise.ts';
import { fitSigmoid } from './platt.ts';

const ROWS = 2400;
const next = seededRandom(7);
const visits = Float64Array.from({ length: ROWS }, () => (next() < 0.1 ? Number.NaN : Math.floor(next() * 30)));
const source = Int32Array.from({ length: ROWS }, () => Math.floor(next() * 4) - 1);
const noise = Float64Array.from({ length: ROWS }, () => next());
const truth = visits.map(
  (v, row) => -2 + (Number.isNaN(v) ? 0.5 : 0.1 * (v - 15)) + [0.7, -0.6, 0, 1.2][source[row] + 1],
);
const labels = Uint8Array.from(truth, (z) => Number(next() < 1 / (1 + Math.exp(-z))));
const examples: Examples = {
  rows: ROWS,
  labels,
  columns: [
    { kind: 'numeric', name: 'visits', values: visits },
    { kind: 'categorical', name: 'source', codes: source, categories: ['Web', 'Fair', 'Referral'] },
    { kind: 'numeric', name: 'noise', values: noise },
  ],
};
const meanLoss = (probabilities: Float64Array) =>
  probabilities.reduce((sum, p, row) => sum - Math.log(labels[row] === 1 ? p : 1 - p), 0) / ROWS;
const trueLoss = meanLoss(truth.map((z) => 1 / (1 + Math.exp(-z))));
const simple = ['base-rate', 'naive-bayes', 'logistic'] as const;

describe.each(simple)('%s', (id) => {
  const { model, outOfBag } = learnerById(id).train(examples, { seed: 1 });

  it('explains exactly and can be written to a model file', () => {
    const { base, raw, contributions } = model.explain([22, 'Referral', 0.4]);
    expect(contributions.reduce((sum, x) => sum + x, base)).toBeCloseTo(raw, 9);
    expect(model.calibrate(raw)).toBeCloseTo(model.predict([22, 'Referral', 0.4]), 12);
    const read = readModel(writeModel(model as Parameters<typeof writeModel>[0]));
    expect(read.predictTable(examples)).toEqual(model.predictTable(examples));
    expect(read.learner).toBe(id);
  });

  it('gives the same result for the same seed and is calibrated on average', () => {
    expect(learnerById(id).train(examples, { seed: 1 }).outOfBag).toEqual(outOfBag);
    const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0) / ROWS;
    expect(mean(outOfBag)).toBeCloseTo(mean(labels), 2);
    expect(model.reference.quantiles.length).toBeGreaterThan(500);
  });
});

describe('additive learners', () => {
  it('use a number with two values, such as yes and no', () => {
    const draw = seededRandom(11);
    const ticked = Float64Array.from({ length: 1000 }, () => Number(draw() < 0.3));
    const booleans: Examples = {
      rows: 1000,
      labels: Uint8Array.from(ticked, (tick) => Number(draw() < 0.1 + 0.5 * tick)),
      columns: [{ kind: 'numeric', name: 'ticked', values: ticked }],
    };
    for (const id of ['logistic', 'naive-bayes'] as const) {
      const { model } = learnerById(id).train(booleans, { seed: 1 });
      expect(model.predict([0])).toBeCloseTo(0.1, 1);
      expect(model.predict([1])).toBeCloseTo(0.6, 1);
    }
  });

  const loss = (id: (typeof simple)[number]) => meanLoss(learnerById(id).train(examples, { seed: 1 }).outOfBag);

  it('come close to the true log loss where the truth is additive, and the base rate does not', () => {
    expect(loss('logistic') - trueLoss).toBeLessThan(0.01);
    expect(loss('naive-bayes') - trueLoss).toBeLessThan(0.02);
    expect(loss('base-rate') - trueLoss).toBeGreaterThan(0.03);
  });

  it('raise the probability with values that raise it in truth', () => {
    for (const id of ['naive-bayes', 'logistic'] as const) {
      const { model } = learnerById(id).train(examples, { seed: 1 });
      expect(model.predict([28, 'Web', 0.5])).toBeGreaterThan(model.predict([2, 'Web', 0.5]));
      expect(model.predict([15, 'Referral', 0.5])).toBeGreaterThan(model.predict([15, 'Web', 0.5]) + 0.05);
      // An unseen category is read as a missing one.
      expect(model.predict([15, 'Carrier pigeon', 0.5])).toBe(model.predict([15, null, 0.5]));
    }
  });

  it('keep rows of one lead in one fold, so that copies do not leak', () => {
    // Pure noise, each row four times: a learner that remembered its rows would look good.
    const draw = seededRandom(11);
    const codes = Int32Array.from({ length: 800 }, (_, row) => row >> 2);
    const outcome = Array.from({ length: 200 }, () => Number(draw() < 0.4));
    const noiseOnly: Examples = {
      rows: 800,
      labels: Uint8Array.from(codes, (code) => outcome[code]),
      groups: codes,
      columns: [{ kind: 'numeric', name: 'id', values: Float64Array.from(codes) }],
    };
    const { outOfBag } = learnerById('naive-bayes').train(noiseOnly, { seed: 1 });
    const gap = (label: number) => {
      const probabilities = Array.from(outOfBag).filter((_, row) => noiseOnly.labels[row] === label);
      return probabilities.reduce((sum, p) => sum + p, 0) / probabilities.length;
    };
    expect(gap(1) - gap(0)).toBeLessThan(0.05);
  });
});

describe('naive Bayes', () => {
  it('weighs a value by the ratio of its frequencies', () => {
    // 30 of 40 converted have it, 10 of 60 others; two average leads (0.8 and 1.2) are added to each of three bins.
    const codes = Int32Array.from({ length: 100 }, (_, row) => Number(row < 40 ? row < 30 : row < 50));
    const plain: Examples = {
      rows: 100,
      labels: Uint8Array.from(codes, (_, row) => Number(row < 40)),
      columns: [{ kind: 'categorical', name: 'has', codes, categories: ['no', 'yes'] }],
    };
    const { model } = learnerById('naive-bayes').train(plain, { seed: 1 });
    const rawOf = (value: string) => model.explain([value]).raw;
    const expected = Math.log(30.8 / 11.2) - Math.log(10.8 / 51.2);
    expect(rawOf('yes') - rawOf('no')).toBeCloseTo(expected, 5);
  });
});

describe('minimise', () => {
  it('finds the minimum of a badly scaled quadratic function', () => {
    const scales = [1, 100, 0.01, 25];
    const bottom = [3, -2, 5, 0.5];
    const found = minimise(
      (at, gradient) => {
        gradient.set(at.map((x, i) => 2 * scales[i] * (x - bottom[i])));
        return at.reduce((sum, x, i) => sum + scales[i] * (x - bottom[i]) ** 2, 0);
      },
      new Float64Array(4),
      1e-9,
    );
    found.forEach((x, i) => expect(x).toBeCloseTo(bottom[i], 3));
  });
});

describe('fitSigmoid', () => {
  it('recovers slope and intercept and never has a negative slope', () => {
    const draw = seededRandom(13);
    const logOdds = Float64Array.from({ length: 5000 }, () => 60 * (draw() - 0.5));
    const outcome = logOdds.map((x) => Number(draw() < 1 / (1 + Math.exp(-(0.1 * x - 1)))));
    const weights = new Float64Array(5000).fill(1);
    const fitted = fitSigmoid(logOdds, outcome, weights);
    expect(fitted.slope).toBeCloseTo(0.1, 1);
    expect(fitted.intercept).toBeCloseTo(-1, 0);
    const turned = fitSigmoid(
      logOdds.map((x) => -x),
      outcome,
      weights,
    );
    expect(turned.slope).toBe(0);
    expect(1 / (1 + Math.exp(-turned.intercept))).toBeCloseTo(outcome.reduce((sum, x) => sum + x, 0) / 5000, 3);
  });
});
