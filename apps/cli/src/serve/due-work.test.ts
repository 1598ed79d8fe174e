import { DAY_MS, HOUR_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { checkFailure, dueTraining, isOlderThanADay } from './due-work.ts';

const now = Date.UTC(2026, 10, 23);
const facts = (changes: object = {}) => ({
  now,
  trainedAt: now - DAY_MS / 2,
  lastTrainingAttemptAt: null,
  needsRetraining: false,
  ...changes,
});

describe('dueTraining', () => {
  it.each([
    ['nothing while the model is recent', {}, 1, undefined],
    ['a new model at the configured age', { trainedAt: now - DAY_MS }, 1, 'retrain'],
    ['the first model where there is none', { trainedAt: undefined }, 1, 'train'],
    ['nothing before a week is over', { trainedAt: now - 3 * DAY_MS }, 7, undefined],
    [
      'a new model earlier when the check requests it',
      { trainedAt: now - 3 * DAY_MS, needsRetraining: true },
      7,
      'retrain',
    ],
    [
      'nothing within a day of the last attempt',
      { trainedAt: now - 9 * DAY_MS, lastTrainingAttemptAt: now - DAY_MS / 2 },
      7,
      undefined,
    ],
    ['nothing twice a day, even when the check requests it', { needsRetraining: true }, 7, undefined],
  ] as const)('asks for %s', (_, changes, everyDays, training) => {
    expect(dueTraining(facts(changes), everyDays)).toBe(training);
  });
});

describe('isOlderThanADay', () => {
  it('is true for work that never ran, and once a day is over', () => {
    expect(isOlderThanADay(now, null)).toBe(true);
    expect(isOlderThanADay(now, now - DAY_MS + 1)).toBe(false);
    expect(isOlderThanADay(now, now - DAY_MS)).toBe(true);
  });

  it('is true for work that ran while the clock was days ahead, and false for an hour', () => {
    expect(isOlderThanADay(now, now + 30 * DAY_MS)).toBe(true);
    expect(isOlderThanADay(now, now + HOUR_MS)).toBe(false);
  });
});

describe('checkFailure', () => {
  const failed = (code: string) => ({ error: { code, message: `failed: ${code}` } });

  it.each(['storage_unreachable', 'storage_in_use', 'internal'])('%s is no reason to train a first model', (code) => {
    expect(checkFailure(failed(code))).toBe(`failed: ${code}`);
  });

  it.each(['org_not_synced', 'org_not_stored', 'no_active_model', 'no_org'])(
    '%s means that there is no model yet',
    (code) => {
      expect(checkFailure(failed(code))).toBeUndefined();
    },
  );

  it('is undefined for a check that succeeded', () => {
    expect(checkFailure({ model: { trainedAt: 1 }, needsRetraining: true })).toBeUndefined();
  });
});
