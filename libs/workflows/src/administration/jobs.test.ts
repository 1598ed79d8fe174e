import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { ModelEntry, ScheduleState } from '../ports/index.ts';
import { NOW, TestClock } from '../testing/scoring.ts';
import { listJobs } from './jobs.ts';

describe('listJobs', () => {
  const nextTraining = async (state: Partial<ScheduleState>, trainedAt?: number) => {
    const stored = { lastTrainingAttemptAt: null, lastDailyWorkAt: null, retrainEveryDays: 30, ...state };
    const ports = {
      jobs: { list: () => Promise.resolve([]) },
      scheduleStates: { get: () => Promise.resolve(stored) },
      models: {
        findActive: () => Promise.resolve(trainedAt === undefined ? undefined : ({ trainedAt } as ModelEntry)),
      },
      clock: new TestClock(),
    };
    const { nextTrainingAt } = await listJobs(ports, 'org');
    return nextTrainingAt === null ? null : (Date.parse(nextTrainingAt) - NOW) / DAY_MS;
  };

  it.each([
    ['now without a model', {}, undefined, 0],
    ['a day after a failed attempt', { lastTrainingAttemptAt: NOW - DAY_MS / 4 }, undefined, 0.75],
    ['when the model is old enough', { lastTrainingAttemptAt: NOW - 10 * DAY_MS }, NOW - 10 * DAY_MS, 20],
    ['now where the model is older', {}, NOW - 50 * DAY_MS, 0],
    [
      'now where the clock was set back by more than the period',
      { lastTrainingAttemptAt: NOW + 400 * DAY_MS },
      undefined,
      0,
    ],
    ['never without a schedule', { retrainEveryDays: null }, undefined, null],
  ])('trains next %s', async (_, state, trainedAt, days) => {
    expect(await nextTraining(state, trainedAt)).toBe(days);
  });
});
