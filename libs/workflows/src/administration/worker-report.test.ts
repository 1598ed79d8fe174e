import { DAY_MS, messageValue, MINUTE_MS } from '@leadlight/common';
import { WorkerReport } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import type { WorkerState } from '../ports/index.ts';
import { workerReport } from './worker-report.ts';

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

describe('workerReport', () => {
  const reportOf = (state: WorkerState | undefined) =>
    workerReport(
      {
        workerStates: { find: () => Promise.resolve(state) },
        clock: { now: () => NOW },
        lostFields: () => Promise.resolve([]),
      },
      'org',
    );

  it('returns ISO times and omits those that do not exist', async () => {
    const report = await reportOf({ ...healthy, waitingScores: 0, oldestWaitingAt: null });
    expect(report).toEqual({
      level: 'ok',
      finding: {
        code: 'working',
        values: [messageValue('time', NOW - MINUTE_MS), messageValue('count', 2)],
        english: expect.stringContaining('2 leads wait') as string,
      },
      followed: true,
      markedLeads: 2,
      waitingScores: 0,
      lastSyncedAt: '2026-11-23T11:59:00.000Z',
      lastTrainedAt: '2026-11-22T12:00:00.000Z',
    });
    expect(WorkerReport.parse(report)).toEqual(report);
  });

  it('reports an org that storage does not know as never synced', async () => {
    expect(await reportOf(undefined)).toMatchObject({ finding: { code: 'never_synced' }, followed: false });
  });
});
