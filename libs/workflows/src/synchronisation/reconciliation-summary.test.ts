import { expect, test } from 'vitest';
import { reconciliationSummary } from './reconciliation-summary.ts';

const day = (nth: number) => ({ stream: 'Lead', day: `2026-11-0${nth}`, inCrm: 4, stored: 3, added: 2, deleted: 1 });

test('the days that differed are named with their counts, and what was done', () => {
  expect(reconciliationSummary([day(1)])).toBe(
    'Org and storage differed (Lead 2026-11-01: 4 there, 3 here); 2 records were added here, 1 deleted.',
  );
  expect(reconciliationSummary([])).toBe('Org and storage agree on every object and day.');
});

test('of many days the first are named and the rest counted', () => {
  const sentence = reconciliationSummary([1, 2, 3, 4, 5, 6, 7].map(day));
  expect(sentence).toContain('2026-11-05: 4 there, 3 here; and 2 more)');
  expect(sentence).toContain('14 records were added here, 7 deleted');
});
