import { seededRandom } from '@leadlight/common';
import {
  type BoostingSettings,
  type Constraints,
  type Examples,
  importScikitLearn,
  javascriptEngine,
  trainBoosting,
  trainForest,
  writeModel,
} from '@leadlight/forest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fastestEngine } from './fastest-engine.ts';

/** Random examples with edge cases: missing values, ties, constant columns, one-value categories, weights, groups. */
const someExamples: fc.Arbitrary<Examples> = fc
  .record({
    rows: fc.integer({ min: 20, max: 300 }),
    seed: fc.integer(),
    ties: fc.integer({ min: 1, max: 400 }),
    missing: fc.double({ min: 0, max: 0.9, noNaN: true }),
    categories: fc.integer({ min: 1, max: 80 }),
    weighted: fc.boolean(),
    grouped: fc.boolean(),
  })
  .map(({ rows, seed, ties, missing, categories, weighted, grouped }) => {
    const next = seededRandom(seed);
    const number = () => (next() < missing ? NaN : Math.round((next() - 0.5) * ties) / 8);
    const values = () => Float64Array.from({ length: rows }, number);
    const codes = (count: number) => Int32Array.from({ length: rows }, () => Math.floor(next() * (count + 1)) - 1);
    const names = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`);
    return {
      rows,
      columns: [
        { kind: 'numeric', name: 'a', values: values() },
        { kind: 'numeric', name: 'b', values: values() },
        { kind: 'numeric', name: 'constant', values: new Float64Array(rows).fill(-0) },
        { kind: 'numeric', name: 'empty', values: new Float64Array(rows).fill(NaN) },
        { kind: 'categorical', name: 'many', codes: codes(categories), categories: names(categories) },
        { kind: 'categorical', name: 'one', codes: codes(1), categories: names(1) },
      ],
      labels: Uint8Array.from({ length: rows }, (_, row) => (row < 2 ? row : next() < 0.3 ? 1 : 0)),
      weights: weighted ? Float64Array.from({ length: rows }, () => 0.01 + 20 * next()) : undefined,
      groups: grouped ? Int32Array.from({ length: rows }, () => Math.floor(next() * rows * 0.6)) : undefined,
    };
  });

const someSettings = fc.record({
  seed: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  trees: fc.integer({ min: 1, max: 12 }),
  maxDepth: fc.integer({ min: 1, max: 20 }),
  minLeaf: fc.integer({ min: 1, max: 20 }),
  featuresPerSplit: fc.integer({ min: 1, max: 8 }),
  maxBins: fc.integer({ min: 3, max: 255 }),
  minPerOutcome: fc.constant(1),
});

const wasm = fastestEngine();

describe('wasmEngine', () => {
  it('is built, so that fastestEngine uses it', () => {
    expect(wasm.name).toBe('wasm');
  });

  it('trainForest gives the same bytes as with JavaScript, and explanations with the same bits', () => {
    fc.assert(
      fc.property(someExamples, someSettings, (examples, settings) => {
        const [a, b] = [wasm, javascriptEngine].map((engine) => trainForest(examples, settings, { engine }));
        expect(writeModel(a.model)).toEqual(writeModel(b.model));
        expect(a.outOfBag).toEqual(b.outOfBag);
        const row = [0.5, NaN, 0, 1, 'c3', 'c0'];
        expect(a.model.explain(row)).toEqual(b.model.explain(row));
        expect(a.model.predictTable(examples)).toEqual(b.model.predictTable(examples));
      }),
      { seed: 20261123, numRuns: 60 },
    );
  });

  it('trainBoosting gives the same bytes as with JavaScript', () => {
    fc.assert(
      fc.property(someExamples, fc.integer({ min: 1, max: 7 }), (examples, maxDepth) => {
        const settings: Partial<BoostingSettings> = {
          rounds: 12,
          earlyStoppingRounds: 4,
          maxDepth,
          minChildWeight: 0.05,
          minPerOutcome: 1,
          positiveWeight: 2,
        };
        const [a, b] = [wasm, javascriptEngine].map((engine) => trainBoosting(examples, settings, { engine }));
        expect(writeModel(a.model)).toEqual(writeModel(b.model));
        expect(a.outOfBag).toEqual(b.outOfBag);
      }),
      { seed: 20261123, numRuns: 40 },
    );
  });

  it.each([0, 1])(
    'gradients and losses of any margin have the same bits as with JavaScript (weighted: %i)',
    (weighted) => {
      const numbers = [0, -0, 1e-300, 0.3, 12.5, 34.53, 34.54, 36.8, 200, 707.99, 708, 708.01, 709.5, 1e30, 5e-324];
      const margins = numbers.flatMap((x) => [x, -x, x / 3]);
      const rows = margins.length;
      const [a, b] = [wasm, javascriptEngine].map((engine) => {
        const { core, view, ref } = engine.allocate({
          margins: ['f64', rows],
          labels: ['u8', rows],
          weights: ['f64', rows],
          list: ['i32', rows + 1],
          gradients: ['f64', 2 * rows],
        } as const);
        view.margins.set(margins);
        view.labels.set(margins.map((_, row) => (row >> 1) & 1));
        view.weights.set(margins.map((_, row) => 0.1 + row));
        view.list.set(margins.map((_, row) => (row * 2) % rows));
        core.logisticGradients(ref.margins, ref.labels, ref.weights, weighted, ref.list, rows, ref.gradients);
        const loss = (count: number) =>
          core.validationLoss(ref.margins, ref.labels, ref.weights, weighted, ref.list, count);
        return { gradients: [...view.gradients], losses: [loss(rows), loss(rows - 1), loss(1), loss(0)] };
      });
      expect(a).toEqual(b);
      expect(a!.losses[0]).toBeGreaterThan(100);
    },
  );

  it('trainForest with constraints gives the same bytes as with JavaScript', () => {
    fc.assert(
      fc.property(someExamples, someSettings, (examples, settings) => {
        const constraints: Constraints = {
          monotonicConstraints: { a: 1, b: -1 },
          forbiddenInteractions: [['a', 'many']],
        };
        const files = [wasm, javascriptEngine].map((engine) =>
          writeModel(trainForest(examples, { ...settings, ...constraints }, { engine }).model),
        );
        expect(files[0]).toEqual(files[1]);
      }),
      { seed: 20261123, numRuns: 20 },
    );
  });

  it('predicts with an imported model of more than 255 thresholds as with JavaScript', () => {
    const values = Float64Array.from({ length: 700 }, (_, row) => (row % 50 === 0 ? NaN : row / 2 - 20));
    const labels = Uint8Array.from(values, (_, row) => (row >> 3) & 1);
    const examples: Examples = { rows: 700, labels, columns: [{ kind: 'numeric', name: 'x', values }] };
    const trees = Array.from({ length: 300 }, (_, i) => ({
      left: [1, -1, -1],
      right: [2, -1, -1],
      feature: [0, -2, -2],
      threshold: [i, -2, -2],
      value: [0.5, i / 300, 1 - i / 500],
      cover: [3, 1, 2],
    }));
    const json = { format: 'leadlight-sklearn-forest-1', features: ['x'], trees };
    const [a, b] = [wasm, javascriptEngine].map((engine) => importScikitLearn(json, { examples, engine }));
    expect(a.predictTable(examples)).toEqual(b.predictTable(examples));
    expect(writeModel(a)).toEqual(writeModel(b));
  });

  it('builds histograms of more than 65,535 rows as with JavaScript', () => {
    const rows = 90_000;
    const x = Float64Array.from({ length: rows }, (_, row) => ((row * 7919) % 9973) / 100);
    const labels = Uint8Array.from(x, (value, row) => (value > 60 !== (row % 5 === 0) ? 1 : 0));
    const examples: Examples = { rows, labels, columns: [{ kind: 'numeric', name: 'x', values: x }] };
    const files = [wasm, javascriptEngine].map((engine) =>
      writeModel(trainForest(examples, { trees: 3, maxDepth: 5 }, { engine }).model),
    );
    expect(files[0]).toEqual(files[1]);
  });
});
