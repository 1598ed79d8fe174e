import { describe, expect, it } from 'vitest';
import { scoreUpdate } from '../testing/records.ts';
import { contentHashOf } from './content-hash.ts';

const reason = { feature: 'lead_source', value: 'Web', unit: 'none', points: 4 };
const age = { feature: 'age_days', value: 41.5, unit: 'days', points: -2 };
const given = { probability: 0.12, reasons: JSON.stringify({ baseline: 0.1, reasons: [reason, age] }) };
const hashOf = (more: object = {}) => contentHashOf(scoreUpdate({ ...given, ...more }));
const reasonsOf = (...reasons: readonly object[]) => ({ reasons: JSON.stringify({ baseline: 0.1, reasons }) });

describe('contentHashOf', () => {
  it.each([
    ['the time of the score', { scoredAt: 9_000 }],
    ['the input hash, which changes every hour', { inputHash: 'other' }],
    ['a probability that rounds to the same value', { probability: 0.120_001 }],
    ['an age', reasonsOf(reason, { ...age, value: 42.5 })],
  ])('ignores %s', (_what, more) => {
    expect(hashOf(more)).toBe(hashOf());
  });

  it.each([
    ['the rounded probability', { probability: 0.1203 }],
    ['whether the lead qualifies', { qualified: true }],
    ['the points of a reason', reasonsOf({ ...reason, points: 5 }, age)],
    ['the points of an age', reasonsOf(reason, { ...age, points: -3 })],
    ['the value of a reason', reasonsOf({ ...reason, value: 'Referral' }, age)],
    ['which reasons there are', reasonsOf(reason)],
    ['reasons that are not JSON', { reasons: 'none' }],
  ])('depends on %s', (_what, more) => {
    expect(hashOf(more)).not.toBe(hashOf());
  });
});
