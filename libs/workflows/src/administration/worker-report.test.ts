import { messageValue } from '@leadlight/common';
import { WorkerReport } from '@leadlight/contract';
import { expect, test } from 'vitest';
import type { WorkerState } from '../ports/index.ts';
import { workerReport } from './worker-report.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const reportOf = (state: WorkerState | undefined) =>
  workerReport({ workerStates: { find: () => Promise.resolve(state) }, clock: { now: () => NOW } }, 'org');

test('tells times as the contract has them, and leaves out what there is none of', async () => {
  const report = await reportOf({
    ...{ orgId: 'org', lastSyncedAt: NOW - 60_000, followed: true, markedLeads: 2 },
    ...{ waitingScores: 0, oldestWaitingAt: null, lastTrainedAt: NOW - 3_600_000 },
  });
  expect(report).toEqual({
    level: 'ok',
    finding: {
      code: 'at_work',
      values: [messageValue('time', NOW - 60_000), messageValue('count', 2)],
      english: expect.stringContaining('2 leads wait') as string,
    },
    ...{ followed: true, markedLeads: 2, waitingScores: 0 },
    ...{ lastSyncedAt: '2026-11-23T11:59:00.000Z', lastTrainedAt: '2026-11-23T11:00:00.000Z' },
  });
  expect(WorkerReport.parse(report)).toEqual(report);
});

test('an org that storage has not heard of was never synced', async () => {
  expect(await reportOf(undefined)).toMatchObject({ finding: { code: 'never_synced' }, followed: false });
});
