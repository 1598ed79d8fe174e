import type { Examples } from '@leadlight/forest';
import { areaUnderCurve } from '@leadlight/forest/testing';
import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { LearnerId } from './learner.ts';
import { learnerById } from './learner-registry.ts';

/** Leads of `values` cities with a random number; neither is related to conversion. */
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

/** AUC of a learner's out-of-bag probabilities. */
function outOfBagAuc(id: LearnerId, examples: Examples): number {
  const { outOfBag } = learnerById(id).train(examples, { seed: 1 });
  const rows = [...outOfBag.keys()].filter((row) => !Number.isNaN(outOfBag[row]!));
  return areaUnderCurve(
    rows.map((row) => outOfBag[row]!),
    Uint8Array.from(rows, (row) => examples.labels[row]!),
  );
}

describe.each(['forest', 'boosting', 'blend', 'logistic', 'naive-bayes', 'rules'] as const)(
  'out-of-bag AUC of %s on noise',
  (id) => {
    // By chance it is between 0.47 and 0.53; with cities ordered by their own labels it would be 0.58 to 0.74.
    it.each([
      [250, 20],
      [50, 100],
    ])('is near 0.5 where %i cities have %i leads each', (values, each) => {
      const aucs = [1, 2].map((seed) => outOfBagAuc(id, noise(values, each, seed)));
      expect((aucs[0]! + aucs[1]!) / 2).toBeLessThan(0.53);
      expect(Math.min(...aucs)).toBeGreaterThan(0.46);
    });
  },
);
