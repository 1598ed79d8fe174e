import { DAY_MS, HOUR_MS, MINUTE_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { WorkerState } from '../ports/index.ts';
import { fieldLoss } from '../field-health/field-loss.ts';
import { assessWorker } from './assess-worker.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const healthy: WorkerState = {
  orgId: 'org',
  lastSyncedAt: NOW - MINUTE_MS,
  followed: true,
  markedLeads: 2,
  waitingScores: 1,
  oldestWaitingAt: NOW - 5_000,
  lastTrainedAt: NOW - DAY_MS,
  workFailedAt: null,
};

describe('assessWorker', () => {
  it.each([
    ['working', 'all is well', {}],
    ['working', 'nothing waits and nothing was trained yet', { oldestWaitingAt: null, lastTrainedAt: null }],
    ['never_synced', 'no sync has ended', { lastSyncedAt: null, followed: false }],
    ['stopped', 'no process follows and the last sync is old', { lastSyncedAt: NOW - 3 * HOUR_MS, followed: false }],
    ['sync_late', 'a process follows, but the last sync is old', { lastSyncedAt: NOW - 3 * HOUR_MS }],
    ['writing_late', 'a score has waited for over an hour', { oldestWaitingAt: NOW - 2 * HOUR_MS }],
    ['work_failed', 'a job of the org was given up', { workFailedAt: NOW - MINUTE_MS, followed: false }],
    ['not_followed', 'no process follows and the last sync is recent', { followed: false }],
    ['training_late', 'the last training is over a month ago', { lastTrainedAt: NOW - 32 * DAY_MS }],
  ] as const)('returns %s if %s', (code, _, changes) => {
    expect(assessWorker({ ...healthy, ...changes }, NOW).finding.code).toBe(code);
  });

  it('reports scores that lost fields hold back, unless the org is not synced at all', () => {
    const loss = fieldLoss('field_unreadable', { name: 'Region__c' }, false, 'absent');
    expect(assessWorker(healthy, NOW, [loss])).toMatchObject({
      level: 'broken',
      finding: { code: 'scores_held', names: ['Region__c'] },
      remedy: { code: 'restore_field' },
    });
    expect(assessWorker({ ...healthy, lastSyncedAt: null }, NOW, [loss]).finding.code).toBe('never_synced');
  });

  it('returns the most severe finding with its remedy', () => {
    const all = { lastSyncedAt: NOW - 3 * HOUR_MS, followed: false, oldestWaitingAt: 1, lastTrainedAt: 1 };
    expect(assessWorker({ ...healthy, ...all }, NOW)).toMatchObject({
      level: 'broken',
      finding: { code: 'stopped' },
      remedy: { code: 'start_worker' },
    });
  });
});
