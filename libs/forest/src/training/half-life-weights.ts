import { exp } from '../core/math.ts';
import { ForestError } from '../errors.ts';

/**
 * Weights that halve with every half-life of age, so that recent leads weigh more.
 * @param ageDays [rows] 0 or more
 * @returns [rows] 1 for an age of 0
 * @throws ForestError `bad_setting`, `bad_weight`
 */
export function halfLifeWeights(ageDays: ArrayLike<number>, halfLifeDays: number): Float64Array {
  if (!(halfLifeDays > 0 && halfLifeDays < Infinity)) {
    throw new ForestError('bad_setting', { setting: 'halfLifeDays', value: halfLifeDays, expected: 'days above 0' });
  }
  return Float64Array.from({ length: ageDays.length }, (_, row) => {
    const weight = exp((-Math.LN2 * ageDays[row]) / halfLifeDays);
    if (weight > 0 && weight <= 1) return weight;
    throw new ForestError('bad_weight', { row, value: weight });
  });
}
