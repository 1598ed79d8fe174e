import { MINUTE_MS, SECOND_MS } from '@leadlight/common';
import { withJob } from '../with-job.ts';
import { alertContinuously, ScoredLeads, type AlertPorts } from '../alerts/alert-continuously.ts';
import { checkPeriodically, type CheckWrittenPorts } from './check-written-scores.ts';
import type { Log } from './log.ts';
import { scoreContinuously, type ScoreContinuouslyPorts, type ScoringIntervals } from './score-continuously.ts';
import { storeChanges, type StoreChangesPorts } from './store-changes.ts';
import type { SyncPorts } from './sync-org.ts';
import { syncPeriodically, syncWhenFree } from './sync-when-free.ts';
import { WakeSignal } from './wake-signal.ts';

export type FollowPorts = StoreChangesPorts & SyncPorts & ScoreContinuouslyPorts & CheckWrittenPorts & AlertPorts;

export interface FollowIntervals extends ScoringIntervals {
  readonly syncMs: number;
}

export const FOLLOW_INTERVALS: FollowIntervals = {
  pollMs: 10 * SECOND_MS,
  retryMs: 15 * SECOND_MS,
  syncMs: 15 * MINUTE_MS,
};

/**
 * Follows an org until `stop` aborts: stores its changes, scores the changed leads, writes back the scores that differ, and alerts
 * people to them.
 * One process follows an org; after a kill the next one continues from the stored cursors.
 * @throws WorkflowError `work_in_progress` if another process follows this org; any error that ends the following
 */
export async function followOrg(
  ports: FollowPorts,
  log: Log,
  stop: AbortSignal,
  intervals: FollowIntervals = FOLLOW_INTERVALS,
): Promise<void> {
  const orgId = await ports.source.orgId();
  await withJob(ports.claims, orgId, 'follow', async (lost) => {
    const ended = new AbortController();
    const stopAll = AbortSignal.any([stop, lost, ended.signal]);
    const scoringNeeded = new WakeSignal();
    const scoredLeads = new ScoredLeads();
    const sync = syncWhenFree(ports, log);
    const tasks = [
      storeChanges({ ...ports, sync }, orgId, scoringNeeded, log, stopAll),
      syncPeriodically(sync, scoringNeeded, log, intervals.syncMs, stopAll),
      scoreContinuously(ports, orgId, scoringNeeded, log, intervals, stopAll, scoredLeads),
      checkPeriodically(ports, orgId, scoringNeeded, log, intervals.syncMs, stopAll),
      alertContinuously(ports, orgId, scoredLeads, log, stopAll),
    ];
    // The first task to end stops the others, and none is left running.
    const results = await Promise.allSettled(tasks.map((task) => task.finally(() => ended.abort())));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    if (lost.aborted) throw lost.reason;
  });
}
