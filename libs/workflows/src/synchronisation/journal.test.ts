import { DAY_MS } from '@leadlight/common';
import type { FieldPast, LeadField } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { withJournal } from './journal.ts';

const START = Date.UTC(2026, 10, 23);
const field = (name: string, past: FieldPast): LeadField => ({
  name,
  label: name,
  type: 'picklist',
  custom: true,
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

describe('withJournal', () => {
  it('makes the past of an untracked field known, from its first day, once its journal is half a year long', () => {
    expect(pastOf(after(0), 'Tier__c')).toEqual({ kind: 'unknown', journalable: true, journalSince: START });
    expect(pastOf(after(0, 1, 179), 'Tier__c')).toMatchObject({ kind: 'unknown', journalSince: START });
    expect(pastOf(after(0, 1, 180), 'Tier__c')).toEqual({ kind: 'journal', since: START });
    expect(pastOf(after(0, 180, 400), 'Tier__c')).toEqual({ kind: 'journal', since: START });
  });

  it('leaves formulas unknown and tracked fields as they are', () => {
    expect(after(0, 400).slice(1)).toEqual([formula, tracked]);
  });

  it('starts a separate journal for a later field', () => {
    const later = withJournal([...described, { ...untracked, name: 'New__c' }], after(0), START + 100 * DAY_MS);
    expect(pastOf(later, 'New__c')).toMatchObject({ journalSince: START + 100 * DAY_MS });
    expect(pastOf(later, 'Tier__c')).toMatchObject({ journalSince: START });
  });

  it('starts a journal on the day that tracking is turned off', () => {
    const off = withJournal([{ ...tracked, past: untracked.past }], after(0, 10), START + 20 * DAY_MS);
    expect(pastOf(off, 'Industry')).toMatchObject({ journalSince: START + 20 * DAY_MS });
  });
});
