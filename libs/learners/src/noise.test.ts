import type { Examples } from '@leadlight/forest';
import { areaUnderCurve } from '@leadlight/forest/testing';
import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { learnerById, type LearnerId } from './index.ts';

/** Leads of `values` cities, and a number: neither says anything of who converts. */
function noise(values: number, each: number, seed: number): Examples {
  const rows = values * each;
  const next = seededRandom(seed);
  return {
    rows,
    labels: Uint8Array.from({ length: rows }, () => Number(next() < 0.12)),
    columns: [
      {
        kind: 'categorical',
        name: 'city',
        codes: Int32Array.from({ length: rows }, (_, row) => row % values),
        categories: Array.from({ length: values }, (_, value) => `city ${value}`),
      },
      { kind: 'numeric', name: 'number', values: Float64Array.from({ length: rows }, () => next()) },
    ],
  };
}

/** The AUC that a learner claims on rows that it left out. */
function claimed(id: LearnerId, examples: Examples): number {
  const { outOfBag } = learnerById(id).train(examples, { seed: 1 });
  const told = [...outOfBag.keys()].filter((row) => !Number.isNaN(outOfBag[row]!));
  return areaUnderCurve(
    told.map((row) => outOfBag[row]!),
    Uint8Array.from(told, (row) => examples.labels[row]!),
  );
}

describe.each(['forest', 'boosting', 'logistic', 'naive-bayes', 'rules'] as const)(
  'out of bag, noise stays noise for %s',
  (id) => {
    // Chance alone has it between 0.48 and 0.52; ordered by their own labels these cities would reach 0.58 to 0.74.
    it.each([
      [500, 20],
      [100, 100],
      [800, 12],
    ])('where %i cities have %i leads each', (values, each) => {
      const aucs = [1, 2].map((seed) => claimed(id, noise(values, each, seed)));
      expect((aucs[0]! + aucs[1]!) / 2).toBeLessThan(0.53);
      expect(Math.min(...aucs)).toBeGreaterThan(0.46);
    });
  },
);
