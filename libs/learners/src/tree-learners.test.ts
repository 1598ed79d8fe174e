import { type Examples, halfLifeWeights } from '@leadlight/forest';
import { describe, expect, it } from 'vitest';
import { learnerById } from './learner-registry.ts';

const rows = 1500;
const x = Float64Array.from({ length: rows }, (_, row) => (row * 37) % 100);
const y = Float64Array.from({ length: rows }, (_, row) => (row * 53) % 29);
const examples: Examples = {
  rows,
  columns: [
    { kind: 'numeric', name: 'x', values: x },
    { kind: 'numeric', name: 'y', values: y },
  ],
  labels: Uint8Array.from(x, (value, row) => (Math.abs(value - 50) > 25 !== (row % 11 === 0) ? 1 : 0)),
};

describe.each(['forest', 'boosting'] as const)('learner %s', (id) => {
  it('supports monotonic constraints and positiveWeight', () => {
    const free = learnerById(id).train(examples, { seed: 1 }).model;
    const rising = learnerById(id).train(examples, { seed: 1, constraints: { monotonicConstraints: { x: 1 } } }).model;
    expect(free.predict([5, 3])).toBeGreaterThan(free.predict([50, 3]) + 0.3);
    expect(rising.predict([5, 3])).toBeLessThanOrEqual(rising.predict([50, 3]));
    const weighted = learnerById(id).train(examples, { seed: 1, positiveWeight: 4 }).model;
    expect(weighted.explain([50, 3]).raw).not.toBe(free.explain([50, 3]).raw);
  });

  it('follows recent examples with half-life weights', () => {
    // The relation of the older half is inverted in the newer one.
    const labels = examples.labels.map((label, row) => (row < rows / 2 ? 1 - label : label));
    const ageDays = Float64Array.from({ length: rows }, (_, row) => rows - row);
    const weights = halfLifeWeights(ageDays, 200);
    const recent = learnerById(id).train({ ...examples, labels, weights }, { seed: 1 }).model;
    expect(recent.predict([5, 3])).toBeGreaterThan(recent.predict([50, 3]) + 0.2);
  });
});
