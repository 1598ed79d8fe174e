import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TwoGenerations } from './two-generations.ts';

const keys = fc.nat({ max: 30 }).map(String);

test('what was used among the latest half is there, with the value it was given last', () => {
  fc.assert(
    fc.property(fc.array(keys, { minLength: 1 }), (used) => {
      const kept = new TwoGenerations<number>(10);
      used.forEach((key, at) => {
        kept.get(key);
        kept.set(key, at);
      });
      for (const key of [...new Set(used.toReversed())].slice(0, 5)) expect(kept.get(key)).toBe(used.lastIndexOf(key));
    }),
  );
});

test('it never holds more than it may', () => {
  const kept = new TwoGenerations<number>(10);
  const all = Array.from({ length: 1_000 }, (_, at) => String((at * 7) % 40));
  for (const key of all) kept.set(key, 1);
  expect([...new Set(all)].filter((key) => kept.get(key) !== undefined).length).toBeLessThanOrEqual(10);
});

test('what is deleted is gone, whichever generation it was in', () => {
  const kept = new TwoGenerations<number>(4);
  for (const key of ['a', 'b', 'c', 'd']) kept.set(key, 1);
  for (const key of ['a', 'd']) kept.delete(key);
  expect(['a', 'b', 'c', 'd'].map((key) => kept.get(key))).toEqual([undefined, 1, 1, undefined]);
});
