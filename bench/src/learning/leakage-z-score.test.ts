import { expect, test } from 'vitest';
import { randomFrom } from '../shared/random.ts';
import { leakageZScore } from './leakage-z-score.ts';

test('tells a model that has been told from one that knows a part of what can be known', () => {
  const next = randomFrom(3);
  const signs = Array.from({ length: 3000 }, () => [next() - 0.5, next() - 0.5] as const);
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const known = signs.map(([a, b]) => sigmoid(-2 + 4 * a + 4 * b));
  const labels = known.map((p) => Number(next() < p));
  const part = signs.map(([a]) => sigmoid(-2 + 4 * a));
  const told = part.map((p, row) => (row % 10 === 0 && labels[row] === 1 ? 0.9 : p));
  expect(Math.abs(leakageZScore(labels, known, part))).toBeLessThan(3);
  expect(leakageZScore(labels, known, told)).toBeGreaterThan(5);
});
