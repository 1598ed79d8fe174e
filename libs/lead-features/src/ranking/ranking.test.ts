import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { defaultJunkRules } from '../cleaning/junk.ts';
import type { FieldValue, LeadHistory } from '../lead-history.ts';
import { snapshotAt } from '../snapshot.ts';
import { StatusOutcomes } from './closed-statuses.ts';
import { unrankedReasonOf, type RankingRules } from './unranked.ts';

const CREATED = Date.UTC(2025, 0, 1);
const NOW = CREATED + 400 * DAY_MS;
const history = (fields: Record<string, FieldValue>): LeadHistory => ({
  leadId: '1',
  createdAt: CREATED,
  fields,
  changes: [],
  activities: [],
  campaigns: [],
  convertedAt: null,
  isDeleted: false,
});

describe('unrankedReasonOf', () => {
  const rules: RankingRules = { junk: defaultJunkRules, closedStatuses: ['Unqualified'], horizonDays: 90 };
  const reasonAt = (days: number, fields: Record<string, FieldValue>, given = rules) =>
    unrankedReasonOf(snapshotAt(history(fields), CREATED + days * DAY_MS), given);

  it('ranks a lead that somebody can work on', () => {
    expect(reasonAt(90, { LastName: 'Lee', Status: 'Open' })).toBeUndefined();
  });

  it('leaves out junk, closed leads and leads past the horizon, each with its reason', () => {
    expect(reasonAt(1, { LastName: 'Test' })).toEqual({ code: 'made_up_name', value: 'test' });
    expect(reasonAt(1, { LastName: 'Lee', Status: 'Unqualified' })).toEqual({
      code: 'closed_status',
      value: 'Unqualified',
    });
    expect(reasonAt(91, { LastName: 'Lee' })).toEqual({ code: 'past_horizon', value: '90' });
  });

  it('ranks every lead without rules', () => {
    const none: RankingRules = { junk: null, closedStatuses: [] };
    expect(reasonAt(4000, { LastName: 'Test', Status: 'Unqualified' }, none)).toBeUndefined();
  });
});

describe('StatusOutcomes', () => {
  const HORIZON = 90;
  /** A lead that went through these statuses, a day apart, and reached the goal after `reachedAfter` days. */
  const through = (outcomes: StatusOutcomes, statuses: readonly string[], reachedAfter?: number, created = CREATED) => {
    const changes = statuses.slice(1).map((newValue, i) => ({
      field: 'Status',
      at: created + (i + 1) * DAY_MS,
      oldValue: statuses[i]!,
      newValue,
    }));
    const goalReachedAt = reachedAfter === undefined ? null : created + reachedAfter * DAY_MS;
    outcomes.add({ createdAt: created, fields: { Status: statuses.at(-1)! }, changes }, goalReachedAt);
  };
  const outcomesOf = (add: (outcomes: StatusOutcomes) => void) => {
    const outcomes = new StatusOutcomes();
    add(outcomes);
    return outcomes.closedStatuses(HORIZON, NOW);
  };
  const repeat = (times: number, act: () => void) => Array.from({ length: times }, act);

  it('finds statuses by name, and those that never led to the goal', () => {
    const closed = outcomesOf((outcomes) => {
      repeat(60, () => through(outcomes, ['Open', 'Working', 'Converted'], 2));
      repeat(60, () => through(outcomes, ['Open', 'Working']));
      repeat(60, () => through(outcomes, ['Open', 'Archiv']));
      repeat(3, () => through(outcomes, ['Open', 'Unqualified']));
    });
    expect(closed).toEqual(['Archiv', 'Unqualified']);
  });

  it('keeps a status open that few or only young leads have, or that led to the goal in spite of its name', () => {
    const closed = outcomesOf((outcomes) => {
      repeat(60, () => through(outcomes, ['Open', 'Working', 'Converted'], 2));
      repeat(3, () => through(outcomes, ['Open', 'Paused']));
      repeat(60, () => through(outcomes, ['Open', 'New wave'], undefined, NOW - 10 * DAY_MS));
      repeat(20, () => through(outcomes, ['Open', 'Lost', 'Converted'], 2));
    });
    expect(closed).toEqual([]);
  });

  it('goes by names alone where the statuses before the goal are unknown', () => {
    const closed = outcomesOf((outcomes) => {
      repeat(60, () => through(outcomes, ['Converted'], 2));
      repeat(200, () => through(outcomes, ['Open']));
      repeat(5, () => through(outcomes, ['Disqualified']));
    });
    expect(closed).toEqual(['Disqualified']);
  });

  it('never closes the status that is the goal', () => {
    const outcomes = new StatusOutcomes();
    repeat(60, () => through(outcomes, ['Open', 'Won'], 1));
    repeat(60, () => through(outcomes, ['Open', 'Lost']));
    expect(outcomes.closedStatuses(HORIZON, NOW, 'Lost')).toEqual([]);
  });
});
