import { describe, expect, it } from 'vitest';
import { countInBag } from '../core/bag.ts';
import { draw, treeFactor, treeKey } from '../core/random.ts';
import { poissonThresholds } from './sampling.ts';

const thresholds = poissonThresholds();
const rates = new Float64Array(1);
const TREE = treeKey(1, 102);
const countOf = (id: number) => countInBag(TREE, treeFactor(TREE), id, thresholds, rates, 0);

describe('countInBag', () => {
  it('is a Poisson variate of mean 1', () => {
    const rows = 200_000;
    const counts = Array.from({ length: rows }, (_, id) => countOf(id));
    const share = (k: number) => counts.filter((count) => count === k).length / rows;
    [0.3679, 0.3679, 0.1839, 0.0613, 0.0153].forEach((p, k) => expect(share(k)).toBeCloseTo(p, 2));
  });

  it('is bounded for the highest possible draw', () => {
    const ids = Array.from({ length: 200_000 }, (_, id) => id);
    const highest = ids.filter((id) => draw(TREE, treeFactor(TREE), id) === 2 ** 31 - 1);
    expect(highest).toHaveLength(1);
    expect(countOf(highest[0])).toBeLessThanOrEqual(16);
  });
});
