import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { logLoss } from '../calibration.ts';
import { rocAuc } from '../ranking.ts';
import { expectedAuc, expectedLogLoss } from './expected-measures.ts';

describe('expected measures', () => {
  const random = seededRandom(11);
  const probabilities = Float64Array.from({ length: 500 }, () => Math.round(40 * random()) / 40);
  const labels = Float64Array.from(probabilities, (probability) => (random() < probability ? 1 : 0));

  it('are the measures themselves where the outcome is certain, ties included', () => {
    expect(expectedAuc(probabilities, labels)).toBeCloseTo(rocAuc({ labels, probabilities }), 12);
    expect(expectedLogLoss(probabilities, labels)).toBeCloseTo(logLoss({ labels, probabilities }), 9);
  });

  it('are the mean over drawn outcomes', () => {
    const draws = Array.from({ length: 400 }, () =>
      rocAuc({ labels: probabilities.map((probability) => (random() < probability ? 1 : 0)), probabilities }),
    );
    const mean = draws.reduce((sum, auc) => sum + auc, 0) / draws.length;
    expect(Math.abs(expectedAuc(probabilities, probabilities) - mean)).toBeLessThan(0.005);
  });
});
