import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { LeadField } from '../lead-field.ts';
import type { LeadHistory } from '../lead-history.ts';
import { snapshotAt } from '../snapshot.ts';
import { ChangeCounter } from './change-counter.ts';
import { leadOutcomeOf, goalReachedAt } from './goal.ts';
import { findJudgementField, judgementOf } from './judgement.ts';
import { labelOf, snapshotTimes } from './label.ts';

const CREATED = Date.UTC(2025, 0, 1);
const day = (days: number) => CREATED + days * DAY_MS;
const status = (days: number, oldValue: string, newValue: string) => ({
  field: 'Status',
  at: day(days),
  oldValue,
  newValue,
});
const lead: LeadHistory = {
  leadId: '00Q1',
  createdAt: CREATED,
  fields: { Status: 'Qualified', Rating: 'Hot' },
  changes: [
    status(9, 'Working', 'Qualified'),
    status(2, 'New', 'Working'),
    { field: 'Rating', at: day(3), oldValue: null, newValue: 'Hot' },
  ],
  activities: [],
  campaigns: [],
  convertedAt: day(12),
  opportunity: { createdAt: day(12), wonAt: day(40) },
  isDeleted: false,
};

describe('goalReachedAt', () => {
  it('is the time of each goal', () => {
    expect(goalReachedAt(lead, { kind: 'converted' })).toBe(day(12));
    expect(goalReachedAt(lead, { kind: 'opportunity' })).toBe(day(12));
    expect(goalReachedAt(lead, { kind: 'won' })).toBe(day(40));
    expect(goalReachedAt(lead, { kind: 'status', status: 'Qualified' })).toBe(day(9));
    expect(goalReachedAt(lead, { kind: 'status', status: 'New' })).toBe(CREATED);
    expect(goalReachedAt(lead, { kind: 'status', status: 'Closed' })).toBeNull();
    expect(goalReachedAt({ ...lead, opportunity: null }, { kind: 'won' })).toBeNull();
  });

  it('settles labels, while snapshots are taken until the conversion', () => {
    const won = goalReachedAt(lead, { kind: 'won' });
    expect(labelOf({ goalReachedAt: won }, CREATED, 30, day(100))).toBe('not');
    expect(labelOf({ goalReachedAt: won }, CREATED, 45, day(100))).toBe('converted');
    const times = snapshotTimes(lead, [0, 10, 20], day(100));
    expect(times).toEqual([day(0), day(10)]);
    const qualified = goalReachedAt(lead, { kind: 'status', status: 'Qualified' });
    const labels = times.map((asOf) => labelOf({ goalReachedAt: qualified }, asOf, 30, day(100)));
    expect(labels).toEqual(['converted', 'unsettled']);
  });
});

describe('leadOutcomeOf', () => {
  const goal = { kind: 'converted' } as const;
  const open = { ...lead, convertedAt: null };

  it('distinguishes leads that were given up from leads that nobody works', () => {
    expect(leadOutcomeOf(lead, { goal }, day(100))).toBe('reached');
    expect(leadOutcomeOf(open, { goal }, day(20))).toBe('open');
    expect(leadOutcomeOf(open, { goal }, day(100))).toBe('stale');
    expect(leadOutcomeOf(open, { goal, staleDays: 200 }, day(100))).toBe('open');
    expect(leadOutcomeOf({ ...open, fields: { Status: 'Unqualified' } }, { goal }, day(20))).toBe('unqualified');
    const named = { goal, unqualifiedStatuses: ['Qualified'] };
    expect(leadOutcomeOf(open, named, day(20))).toBe('unqualified');
  });
});

describe('ChangeCounter', () => {
  it('counts changes near and after the outcome apart', () => {
    const counter = new ChangeCounter();
    counter.add({ changes: [status(11.5, 'a', 'b'), status(13, 'b', 'c'), status(5, 'x', 'y')] }, day(12));
    counter.add({ changes: [status(5, 'a', 'b')] }, null);
    expect(counter.counts()).toEqual([{ field: 'Status', changes: 4, atOutcome: 2 }]);
  });

  it('counts as of an instant what was known then', () => {
    const counter = new ChangeCounter();
    counter.add({ changes: [status(11.5, 'a', 'b'), status(13, 'b', 'c'), status(5, 'x', 'y')] }, day(12));
    expect(counter.counts(day(12))).toEqual([{ field: 'Status', changes: 2, atOutcome: 1 }]);
    expect(counter.counts(day(11.9))).toEqual([{ field: 'Status', changes: 2, atOutcome: 0 }]);
    expect(counter.counts(day(4))).toEqual([]);
  });
});

describe('people’s judgement', () => {
  const field = (name: string, isKnown: boolean): LeadField => ({
    name,
    label: name,
    type: 'picklist',
    custom: false,
    past: isKnown ? { kind: 'tracked', since: 0 } : { kind: 'unknown' },
  });

  it('is the rating where its past is known, else the status, as it stood', () => {
    expect(findJudgementField([field('Status', true), field('Rating', true)])).toBe('Rating');
    expect(findJudgementField([field('Status', true), field('Rating', false)])).toBe('Status');
    expect(findJudgementField([field('Status', false)])).toBeUndefined();
    expect(judgementOf(snapshotAt(lead, day(1)), 'Rating')).toBeNull();
    expect(judgementOf(snapshotAt(lead, day(4)), 'Rating')).toBe('Hot');
    expect(judgementOf(snapshotAt(lead, day(4)), 'Status')).toBe('Working');
  });
});
