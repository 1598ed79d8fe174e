import { expect, test } from 'vitest';
import { scoreUpdate } from '../testing/records.ts';
import { contentHashOf } from './content-hash.ts';

const reason = { feature: 'lead_source', value: 'Web', unit: 'none', points: 4 };
const age = { feature: 'age_days', value: 41.5, unit: 'days', points: -2 };
const given = { probability: 0.12, reasons: JSON.stringify({ baseline: 0.1, reasons: [reason, age] }) };
const gist = (more: object = {}) => contentHashOf(scoreUpdate({ ...given, ...more }));
const reasonsOf = (...reasons: readonly object[]) => ({ reasons: JSON.stringify({ baseline: 0.1, reasons }) });

test.each([
  ['the time of the score', { scoredAt: 9_000 }],
  ['the hash of the inputs, which differs with every hour', { inputHash: 'other' }],
  ['a probability that reads the same', { probability: 0.120_001 }],
  ['an age', reasonsOf(reason, { ...age, value: 42.5 })],
])('%s alone is no change', (_what, more) => {
  expect(gist(more)).toBe(gist());
});

test.each([
  ['the probability as it is written', { probability: 0.1203 }],
  ['whether it qualifies', { qualified: true }],
  ['the points of a reason', reasonsOf({ ...reason, points: 5 }, age)],
  ['the points of an age', reasonsOf(reason, { ...age, points: -3 })],
  ['the value of a reason', reasonsOf({ ...reason, value: 'Referral' }, age)],
  ['the reasons named', reasonsOf(reason)],
  ['reasons that are not JSON', { reasons: 'none' }],
])('%s is one', (_what, more) => {
  expect(gist(more)).not.toBe(gist());
});
