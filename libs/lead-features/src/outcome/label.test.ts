import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { labelOf, snapshotTimes } from './label.ts';
import type { LeadHistory } from '../lead-history.ts';

type TestLead = LeadHistory & { readonly goalReachedAt: number | null };

const NOW = Date.UTC(2026, 0, 1);
const lead = (createdDaysAgo: number, convertedAfterDays: number | null, isDeleted = false): TestLead => {
  const createdAt = NOW - createdDaysAgo * DAY_MS;
  const convertedAt = convertedAfterDays === null ? null : createdAt + convertedAfterDays * DAY_MS;
  const history = {
    leadId: '1',
    createdAt,
    fields: {},
    changes: [],
    activities: [],
    campaigns: [],
    convertedAt,
    isDeleted,
  };
  return { ...history, goalReachedAt: convertedAt };
};

describe('labelOf', () => {
  const label = (history: TestLead, ageDays = 0) => labelOf(history, history.createdAt + ageDays * DAY_MS, 30, NOW);

  it('is settled by the horizon', () => {
    expect(label(lead(100, 30))).toBe('converted');
    expect(label(lead(100, 31))).toBe('not');
    expect(label(lead(100, null))).toBe('not');
  });

  it('is unsettled until the horizon has passed, even for a converted lead', () => {
    expect(label(lead(29, 2))).toBe('unsettled');
    expect(label(lead(30, 2))).toBe('converted');
  });

  it('is unsettled where the goal was reached before the snapshot', () => {
    expect(label(lead(100, 5), 5)).toBe('unsettled');
    expect(label(lead(100, 5), 4)).toBe('converted');
  });
});

describe('snapshotTimes', () => {
  const ages = (history: LeadHistory) =>
    snapshotTimes(history, [0, 1, 7, 30], NOW).map((at) => (at - history.createdAt) / DAY_MS);

  it('are the ages at which the lead was open, none in the future', () => {
    expect(ages(lead(100, null))).toEqual([0, 1, 7, 30]);
    expect(ages(lead(100, 7))).toEqual([0, 1]);
    expect(ages(lead(3, null))).toEqual([0, 1]);
    expect(ages(lead(100, 0))).toEqual([]);
    expect(ages(lead(100, null, true))).toEqual([]);
  });
});
