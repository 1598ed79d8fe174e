import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { LearnerId } from '../learner.ts';
import { blendPredictions } from './blend-predictions.ts';

describe('blendPredictions', () => {
  const next = seededRandom(8);
  const signal = Float64Array.from({ length: 2_000 }, () => 4 * (next() - 0.5));
  const chance = signal.map((z) => 1 / (1 + Math.exp(-z)));
  const labels = Uint8Array.from(chance, (p) => Number(next() < p));
  const noise = chance.map(() => 0.1 + 0.8 * next());
  const rows = { rows: 2_000, labels };
  const predicted = (...members: readonly (readonly [LearnerId, Float64Array])[]) => new Map(members);

  it('gives most weight to the member that predicts these rows best, and some to every other one', () => {
    const { weights } = blendPredictions(predicted(['boosting', noise], ['logistic', chance]), rows, 1)!;
    expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(weights.logistic).toBeGreaterThan(0.8);
    expect(weights.boosting).toBeGreaterThan(0);
  });

  it('predicts as its members do where they agree', () => {
    const { probabilities } = blendPredictions(predicted(['forest', chance], ['logistic', chance]), rows, 1)!;
    probabilities.forEach((p, row) => expect(p).toBeCloseTo(chance[row], 9));
  });

  it('predicts a row by weights that were chosen without its fold', () => {
    const members = predicted(['boosting', noise], ['logistic', chance]);
    const flipped = labels.slice();
    flipped[7] = 1 - flipped[7];
    const at = (given: Uint8Array) => blendPredictions(members, { rows: 2_000, labels: given }, 1)!.probabilities[7];
    expect(at(flipped)).toBe(at(labels));
  });

  it('ignores learners that a blend cannot contain', () => {
    expect(blendPredictions(predicted(['base-rate', noise]), rows, 1)).toBeUndefined();
    const { weights } = blendPredictions(predicted(['ml-random-forest', chance], ['logistic', noise]), rows, 1)!;
    expect(weights).toEqual({ logistic: 1 });
  });
});
