import { describe, expect, it } from 'vitest';
import { parseDateLiteral } from './date-literal.ts';

// A Friday.
const TEST_NOW = Date.parse('2026-11-20T09:00:00Z');
const days = (literal: string, count?: number) => {
  const range = parseDateLiteral(literal, count, TEST_NOW);
  return range && [range.start, range.end].map((at) => new Date(at).toISOString().slice(0, 10));
};

describe('parseDateLiteral', () => {
  it.each([
    ['TODAY', undefined, ['2026-11-20', '2026-11-21']],
    ['YESTERDAY', undefined, ['2026-11-19', '2026-11-20']],
    ['THIS_WEEK', undefined, ['2026-11-15', '2026-11-22']],
    ['LAST_MONTH', undefined, ['2026-10-01', '2026-11-01']],
    ['NEXT_QUARTER', undefined, ['2027-01-01', '2027-04-01']],
    ['THIS_FISCAL_YEAR', undefined, ['2026-01-01', '2027-01-01']],
    ['LAST_90_DAYS', undefined, ['2026-08-22', '2026-11-21']],
    ['LAST_N_DAYS', 7, ['2026-11-13', '2026-11-21']],
    ['NEXT_N_DAYS', 2, ['2026-11-21', '2026-11-23']],
    ['LAST_N_MONTHS', 2, ['2026-09-01', '2026-11-01']],
    ['N_DAYS_AGO', 3, ['2026-11-17', '2026-11-18']],
    ['N_YEARS_AGO', 1, ['2025-01-01', '2026-01-01']],
    ['LAST_N_YEARS', 99_999_999, ['0001-01-01', '2026-01-01']],
    ['NEXT_N_DAYS', 9_999_999_999, ['2026-11-21', '9999-12-31']],
    ['LAST_N_MONTHS', 30_000, ['0001-01-01', '2026-11-01']],
  ])('%s:%s is a range of days', (literal, count, expected) => {
    expect(days(literal, count)).toEqual(expected);
  });

  it('returns undefined for an unknown literal or a missing count', () => {
    expect(parseDateLiteral('SOMEDAY', undefined, TEST_NOW)).toBeUndefined();
    expect(parseDateLiteral('LAST_N_DAYS', undefined, TEST_NOW)).toBeUndefined();
  });
});
