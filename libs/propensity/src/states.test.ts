import { describe, expect, it } from 'vitest';
import { day, START, storedRecord } from './histories.fixture.ts';
import { labelSettlesAt, outcomeOf } from './outcome.ts';
import { populationOf } from './population.ts';
import { readyMade } from './ready-made.ts';
import { currentSnapshot, subjectSnapshotAt } from './snapshots.ts';
import { statusFieldsIn, withStatusValues } from './status-values.ts';
import { subjectHistoryOf, type StoredRecord } from './subject-record.ts';

const statuses = { open: ['Open', 'Proposal'], closed: ['Won', 'Lost'], won: ['Won'] };
const given = readyMade.find(({ id }) => id === 'opportunity-wins')!;
const wins = withStatusValues(given, () => statuses);
const rule = { ...wins, reportingDelayDays: 0 };

const state = (days: number, StageName: string, Amount: number): StoredRecord =>
  storedRecord(`008-${days}`, day(days), { StageName, Amount, Probability: null });

const opportunity = (states: readonly StoredRecord[], more: Partial<StoredRecord> = {}, tasks: StoredRecord[] = []) =>
  subjectHistoryOf(
    wins,
    storedRecord('006', START, { StageName: 'Won', Amount: 900 }, more),
    new Map([
      ['OpportunityHistory.OpportunityId', states],
      ['Task.WhatId', tasks],
    ]),
  );

const won = [state(0, 'Open', 100), state(10, 'Proposal', 100), state(20, 'Won', 900)];
const lost = [state(0, 'Open', 100), state(20, 'Lost', 0)];

describe('states of a subject', () => {
  it('say what its fields were, whatever they are now', () => {
    const { fields } = subjectSnapshotAt(opportunity(won), wins, day(12))!;
    expect(fields).toMatchObject({ StageName: 'Proposal', Amount: 100 });
    expect(subjectSnapshotAt(opportunity(won.toReversed()), wins, day(9))!.fields).toMatchObject({ StageName: 'Open' });
  });

  it('take the place of changes that field history or stored versions show of the same fields', () => {
    const late = { field: 'StageName', at: day(25), oldValue: 'Proposal', newValue: 'Won' };
    const other = { field: 'Type', at: day(25), oldValue: 'New', newValue: 'Old' };
    const { changes } = opportunity(won, { changes: [late, other] });
    expect(changes).toContainEqual(other);
    expect(changes).not.toContainEqual(late);
  });

  it('that begin after the creation leave the time before out, since a missing value would reveal a later one', () => {
    const late = opportunity(won.slice(1));
    expect(subjectSnapshotAt(late, wins, day(9))).toBeUndefined();
    expect(subjectSnapshotAt(late, wins, day(10))).toBeDefined();
    expect(currentSnapshot(opportunity([]), wins, day(30))).toBeUndefined();
  });
});

describe('an opportunity', () => {
  it('is open until a stage closes it, and won when one that means so is reached', () => {
    expect(populationOf(opportunity(won), wins)).toEqual([{ from: START, until: day(20) }]);
    expect(outcomeOf(opportunity(won), rule, day(7), day(200))).toEqual({ outcome: 'positive', reachedAt: day(20) });
    expect(outcomeOf(opportunity(lost), rule, day(7), day(200)).outcome).toBe('negative');
    expect(outcomeOf(opportunity(lost), rule, day(7), labelSettlesAt(day(7), rule) - 1).outcome).toBe('undecided');
  });

  it('that is deleted has an outcome if it was closed before, and none if it was open', () => {
    const deleted = { isDeleted: true };
    expect(outcomeOf(opportunity(lost, deleted), rule, day(7), day(200)).outcome).toBe('negative');
    expect(outcomeOf(opportunity(lost.slice(0, 1), deleted), rule, day(7), day(200)).outcome).toBe('censored');
  });

  it('that is deleted keeps the activities that were deleted with it', () => {
    const done = { CompletedDateTime: new Date(day(3)).toISOString() };
    const task = storedRecord('00T', day(3), done, { isDeleted: true });
    const tasksOf = (more: Partial<StoredRecord>) => opportunity(lost, more, [task]).children!.tasks;
    expect(tasksOf({ isDeleted: true })).toHaveLength(1);
    expect(tasksOf({})).toHaveLength(0);
  });
});

describe('withStatusValues', () => {
  it('puts the values of the org in the places of what they mean', () => {
    expect(statusFieldsIn(given)).toEqual(['StageName']);
    expect(statusFieldsIn(wins)).toEqual([]);
    expect(wins.event.of).toMatchObject({ values: ['Won'] });
    expect(wins.population.until).toMatchObject({ values: ['Won', 'Lost'] });
    expect(() => populationOf(opportunity(won), given)).toThrow(RangeError);
  });
});

describe('case-escalates', () => {
  const escalates = withStatusValues(
    readyMade.find(({ id }) => id === 'case-escalates')!,
    () => statuses,
  );
  const history = (field: string, at: number, newValue: boolean | null) =>
    subjectHistoryOf(
      escalates,
      storedRecord(
        '500',
        START,
        {},
        { changes: [{ field, at, oldValue: newValue === null ? null : false, newValue }] },
      ),
      new Map(),
    );

  it.each([
    ['the checkbox', 'IsEscalated', true],
    ['an escalation rule that reassigns it', 'ownerEscalated', null],
  ])('counts %s, and asks no longer after it', (_, field, value) => {
    const escalated = history(field, day(2), value);
    expect(populationOf(escalated, escalates)).toEqual([{ from: START, until: day(2) }]);
    const { outcome } = outcomeOf(escalated, { ...escalates, reportingDelayDays: 0 }, day(1), day(60));
    expect(outcome).toBe('positive');
  });
});
