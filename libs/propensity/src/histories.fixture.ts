import { DAY_MS } from '@leadlight/common';
import type { FieldValue } from '@leadlight/lead-features';
import { readyMade } from './ready-made.ts';
import type { SubjectHistory } from './subject-history.ts';
import { subjectHistoryOf, type StoredRecord } from './subject-record.ts';

export const START = Date.UTC(2025, 0, 1);
export const day = (days: number): number => START + days * DAY_MS;

export const churns = readyMade.find(({ id }) => id === 'account-churns')!;
export const buysAgain = readyMade.find(({ id }) => id === 'account-buys-again')!;

export const storedRecord = (
  id: string,
  createdAt: number,
  fields: Readonly<Record<string, FieldValue>>,
  more: Partial<StoredRecord> = {},
): StoredRecord => ({ id, createdAt, fields, changes: [], isDeleted: false, endedAt: null, ...more });

/** A won opportunity, entered `leadDays` before it was won. */
export const purchase = (days: number, amount = 100, leadDays = 5): StoredRecord =>
  storedRecord(`006-${days}`, day(days - leadDays), {
    IsWon: true,
    LastStageChangeDate: new Date(day(days)).toISOString(),
    Amount: amount,
  });

/** An account created on day 0 that bought on these days. */
export const account = (
  purchases: readonly StoredRecord[],
  more: Partial<StoredRecord> = {},
  cases: readonly StoredRecord[] = [],
): SubjectHistory =>
  subjectHistoryOf(
    churns,
    storedRecord('001', START, { Industry: 'Energy' }, more),
    new Map([
      ['Opportunity.AccountId', purchases],
      ['Case.AccountId', cases],
    ]),
  );
