import { expect, test } from 'vitest';
import { logChanges } from './log.ts';

test('a sentence is told again only after another one, or after things went well', () => {
  const told: string[] = [];
  const once = logChanges((sentence) => told.push(sentence));
  for (const sentence of ['away', 'away', 'busy', 'away']) once.tell(sentence);
  once.forget();
  once.tell('away');
  expect(told).toEqual(['away', 'busy', 'away', 'away']);
});

test('a count that goes up is no news, and another record is', () => {
  const told: string[] = [];
  const { tell } = logChanges((sentence) => told.push(sentence));
  for (const sentence of ['990 of 1000 calls are used', '991 of 1000 calls are used']) tell(sentence);
  for (const sentence of ['00Q1 is refused', '00Q2 is refused']) tell(sentence);
  expect(told).toEqual(['990 of 1000 calls are used', '00Q1 is refused', '00Q2 is refused']);
});
