import { expect, test } from 'vitest';
import type { WorkerState } from '../ports/index.ts';
import { judgeWorker } from './judge-worker.ts';

const HOUR = 3_600_000;
const NOW = 100 * 24 * HOUR;
const well: WorkerState = {
  ...{ orgId: 'org', lastSyncedAt: NOW - HOUR / 4, followed: true, markedLeads: 3 },
  ...{ waitingScores: 1, oldestWaitingAt: NOW - 5_000, lastTrainedAt: NOW - 24 * HOUR },
};

test.each([
  ['all is well', {}, 'at_work'],
  ['nothing waits and nothing was trained yet', { oldestWaitingAt: null, lastTrainedAt: null }, 'at_work'],
  ['no sync ever ended', { lastSyncedAt: null, followed: false }, 'never_synced'],
  ['nobody follows and the last sync is old', { lastSyncedAt: NOW - 3 * HOUR, followed: false }, 'stopped'],
  ['it is followed, and yet the last sync is old', { lastSyncedAt: NOW - 3 * HOUR }, 'sync_late'],
  ['a score has waited for over an hour', { oldestWaitingAt: NOW - 2 * HOUR }, 'writing_late'],
  ['nobody follows, the last sync is fresh', { followed: false }, 'not_followed'],
  ['no training for over a month', { lastTrainedAt: NOW - 32 * 24 * HOUR }, 'training_late'],
] as const)('%s', (_, changes, condition) => {
  expect(judgeWorker({ ...well, ...changes }, NOW).finding.code).toBe(condition);
});

test('the gravest comes first', () => {
  const all = { lastSyncedAt: NOW - 3 * HOUR, followed: false, oldestWaitingAt: 1, lastTrainedAt: 1 };
  expect(judgeWorker({ ...well, ...all }, NOW)).toMatchObject({
    level: 'broken',
    finding: { code: 'stopped' },
    remedy: { code: 'start_worker' },
  });
});
