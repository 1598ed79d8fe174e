import { DAY_MS } from '@leadlight/common';
import type { FeatureSchema } from '@leadlight/lead-features';
import { readyMade, subjectHistoryOf, withStatusValues, type StoredRecord } from '@leadlight/propensity';
import { describe, expect, it } from 'vitest';
import { WatchedSubjects } from './watched-subjects.ts';

const START = Date.UTC(2025, 0, 1);
const NOW = START + 500 * DAY_MS;
const day = (days: number) => START + days * DAY_MS;
const schema: FeatureSchema = { version: 1, object: 'Account', features: [] };
const getReadyMade = (id: string) => readyMade.find((each) => each.id === id)!;
const churns = getReadyMade('account-churns');

const record = (id: string, createdAt: number, fields: StoredRecord['fields'], isDeleted = false): StoredRecord => ({
  ...{ id, createdAt, fields, changes: [], isDeleted, endedAt: null },
});

const purchase = (days: number) =>
  record(`006-${days}`, day(days), { IsWon: true, LastStageChangeDate: new Date(day(days)).toISOString() });

const account = (...days: readonly number[]) =>
  subjectHistoryOf(churns, record('001', START, {}), new Map([['Opportunity.AccountId', days.map(purchase)]]));

describe('WatchedSubjects', () => {
  it('watches a recurring subject once in each horizon, on a day of its own, with the next event after it', () => {
    const watched = new WatchedSubjects(schema, churns);
    const regular = Array.from({ length: 16 }, (_, index) => 30 * index);
    for (let subject = 0; subject < 120; subject++) watched.add(account(...regular), NOW);
    const days = watched.asOfRow.map((at) => at / DAY_MS);
    // About 500 days with a horizon of 120: four for each of 120 subjects, spread evenly.
    expect(days.length).toBeGreaterThan(4 * 120 - 60);
    expect(new Set(days.map((at) => at % 120)).size).toBe(120);
    const units = watched.leads();
    watched.asOfRow.forEach((asOf, row) => {
      const { goalReachedAt } = units[watched.leadOfRow[row]!]!;
      expect(goalReachedAt === null || (goalReachedAt > asOf && goalReachedAt <= asOf + 30 * DAY_MS)).toBe(true);
    });
  });

  it('watches nobody who is not asked about', () => {
    const watched = new WatchedSubjects(schema, churns);
    watched.add(account(10), NOW);
    expect(watched.asOfRow.every((asOf) => asOf >= day(10) && asOf < day(130))).toBe(true);
    expect(watched.asOfRow).toHaveLength(1);
    expect(watched.leads()[0]!.goalReachedAt).toBeNull();
  });

  it('watches a record with ages at its first one, and none whose outcome a deletion hides', () => {
    const escalates = withStatusValues(getReadyMade('case-escalates'), () => ({ open: [], closed: [], won: [] }));
    const watched = new WatchedSubjects({ ...schema, object: 'Case' }, escalates);
    watched.add(subjectHistoryOf(escalates, record('500a', day(3), {}), new Map()), NOW);
    watched.add(subjectHistoryOf(escalates, record('500b', day(4), {}, true), new Map()), NOW);
    expect(watched.asOfRow).toEqual([day(3)]);
  });
});
