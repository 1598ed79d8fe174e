import type { FieldPast, LeadField } from '@leadlight/lead-features';
import { expect, test } from 'vitest';
import { withJournal } from './journal.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 10, 23);
const field = (name: string, past: FieldPast): LeadField => ({
  ...{ name, label: name, type: 'picklist', custom: true },
  past,
});
const untracked = field('Tier__c', { kind: 'unknown', journalable: true });
const formula = field('Days_Open__c', { kind: 'unknown' });
const tracked = field('Industry', { kind: 'tracked', since: 5 });
const described = [untracked, formula, tracked];

/** As stored after syncs on these days since the installation. */
const after = (...days: readonly number[]) =>
  days.reduce<readonly LeadField[]>((stored, day) => withJournal(described, stored, START + day * DAY_MS), []);
const pastOf = (fields: readonly LeadField[], name: string) => fields.find((each) => each.name === name)?.past;

test('the past of an untracked field becomes known once its journal is half a year long, from its first day on', () => {
  expect(pastOf(after(0), 'Tier__c')).toEqual({ kind: 'unknown', journalable: true, journalSince: START });
  expect(pastOf(after(0, 1, 179), 'Tier__c')).toMatchObject({ kind: 'unknown', journalSince: START });
  expect(pastOf(after(0, 1, 180), 'Tier__c')).toEqual({ kind: 'journal', since: START });
  expect(pastOf(after(0, 180, 400), 'Tier__c')).toEqual({ kind: 'journal', since: START });
});

test('a formula, whose value changes unseen, stays unknown; a tracked field keeps to its history', () => {
  expect(after(0, 400).slice(1)).toEqual([formula, tracked]);
});

test('a field that comes later has a journal of its own', () => {
  const later = withJournal([...described, { ...untracked, name: 'New__c' }], after(0), START + 100 * DAY_MS);
  expect(pastOf(later, 'New__c')).toMatchObject({ journalSince: START + 100 * DAY_MS });
  expect(pastOf(later, 'Tier__c')).toMatchObject({ journalSince: START });
});

test('one whose tracking is turned off begins a journal on that day', () => {
  const off = withJournal([{ ...tracked, past: untracked.past }], after(0, 10), START + 20 * DAY_MS);
  expect(pastOf(off, 'Industry')).toMatchObject({ journalSince: START + 20 * DAY_MS });
});
