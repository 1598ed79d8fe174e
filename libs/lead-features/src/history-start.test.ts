import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { historyStartSet, readHistoryStart, type HistoryEvidence } from './history-start.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const RETAINED = Date.parse('2024-11-22T12:00:00Z');
const ago = (days: number) => NOW - days * DAY_MS;
const read = (evidence: Partial<HistoryEvidence>) =>
  readHistoryStart({ now: NOW, retainedSince: RETAINED, olderLeads: 0.5, ...evidence });
const codes = (evidence: Partial<HistoryEvidence>) => read(evidence).evidence.map(({ code }) => code);

describe('readHistoryStart', () => {
  it('keeps the whole retained history of a field whose first change is from today, and reports that it is assumed', () => {
    const changes = { firstAt: ago(0.1), laterWeeks: 0 };
    expect(read({ changes, olderLeads: 1 })).toMatchObject({ since: RETAINED, isAssumed: true });
    expect(codes({ changes })).toEqual(['history_start_unknown']);
  });

  it('does not take a clean-up of two weeks as the start, however many changes it made', () => {
    expect(read({ changes: { firstAt: ago(60), laterWeeks: 1 } }).since).toBe(RETAINED);
  });

  it('takes the first of many steady changes as the start', () => {
    const changes = { firstAt: ago(150), laterWeeks: 18 };
    expect(read({ changes })).toMatchObject({ since: ago(150), isAssumed: false });
    expect(codes({ changes })).toEqual(['history_begins']);
  });

  it('allows a rarely changed field to begin late by chance', () => {
    expect(read({ changes: { firstAt: ago(400), laterWeeks: 4 } }).isAssumed).toBe(true);
  });

  it('keeps the feature where the start would take it from nearly all leads', () => {
    expect(read({ changes: { firstAt: ago(40), laterWeeks: 5 }, olderLeads: 0.97 }).since).toBe(RETAINED);
  });

  it('believes the setup audit trail that tracking was turned on, and that it was not', () => {
    const turnedOn = { at: ago(20), code: 'history_turned_on' } as const;
    expect(read({ untrackedUntil: turnedOn, setupLogSince: ago(180) })).toMatchObject({
      since: ago(20),
      isAssumed: false,
      evidence: [{ code: 'history_turned_on', values: [{ format: 'time', value: ago(20) }] }],
    });
    const steady = { firstAt: ago(150), laterWeeks: 18 };
    expect(codes({ changes: steady, setupLogSince: ago(180) })).toEqual([
      'history_start_unknown',
      'history_not_turned_on',
    ]);
    expect(read({ changes: { ...steady, firstAt: ago(200) }, setupLogSince: ago(180) }).since).toBe(ago(200));
  });

  it('starts after an unrecorded change, unless the setup audit trail refutes it', () => {
    const untrackedUntil = { at: ago(30), code: 'history_unrecorded' } as const;
    expect(read({ untrackedUntil }).since).toBe(ago(30));
    expect(read({ untrackedUntil, setupLogSince: ago(180) }).since).toBe(RETAINED);
    expect(read({ untrackedUntil, setupLogSince: ago(10) }).since).toBe(ago(30));
  });

  it('starts where an earlier sync found the field untracked', () => {
    expect(codes({ untrackedUntil: { at: ago(3), code: 'history_was_off' }, setupLogSince: ago(180) })).toEqual([
      'history_was_off',
    ]);
  });

  it('ignores what happened before the retained history', () => {
    expect(read({ untrackedUntil: { at: ago(900), code: 'history_was_off' } }).since).toBe(RETAINED);
  });
});

describe('historyStartSet', () => {
  it('is certain', () => {
    expect(historyStartSet(ago(9))).toMatchObject({ since: ago(9), isAssumed: false });
  });
});
