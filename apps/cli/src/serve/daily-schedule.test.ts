import { describe, expect, test } from 'vitest';
import { checkFailure, dueStep, isDailyWorkDue } from './daily-schedule.ts';

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 23);
const state = (changes: object = {}) => ({
  now,
  trainedAt: now - DAY / 2,
  triedAt: undefined,
  needsRetraining: false,
  ...changes,
});

describe('dueStep', () => {
  test.each([
    ['nothing while the model is young', {}, 1, 'nothing'],
    ['a new model when its time has come', { trainedAt: now - DAY }, 1, 'retrain'],
    ['the first model where there is none', { trainedAt: undefined }, 1, 'train'],
    ['nothing before a week is over', { trainedAt: now - 3 * DAY }, 7, 'nothing'],
    [
      'a new model sooner where the check asks for it',
      { trainedAt: now - 3 * DAY, needsRetraining: true },
      7,
      'retrain',
    ],
    ['nothing within a day of the last try', { trainedAt: now - 9 * DAY, triedAt: now - DAY / 2 }, 7, 'nothing'],
    ['nothing twice a day, whatever the check says', { needsRetraining: true }, 7, 'nothing'],
  ] as const)('%s', (_, changes, everyDays, step) => {
    expect(dueStep(state(changes), everyDays)).toBe(step);
  });
});

test('daily work is due at the start and whenever a day is over', () => {
  expect(isDailyWorkDue(now, undefined)).toBe(true);
  expect(isDailyWorkDue(now, now - DAY + 1)).toBe(false);
  expect(isDailyWorkDue(now, now - DAY)).toBe(true);
});

describe('checkFailure', () => {
  const refused = (code: string) => ({ error: { code, message: `refused: ${code}` } });

  test.each(['storage_unreachable', 'storage_in_use', 'internal'])('%s is no reason to train a first model', (code) => {
    expect(checkFailure(refused(code))).toBe(`refused: ${code}`);
  });

  test.each(['org_not_synced', 'no_active_model', 'options'])('%s says that there is no model yet', (code) => {
    expect(checkFailure(refused(code))).toBeUndefined();
  });

  test('a check that answered has not failed', () => {
    expect(checkFailure({ model: { trainedAt: 1 }, needsRetraining: true })).toBeUndefined();
  });
});
