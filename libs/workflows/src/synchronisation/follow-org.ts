import { checkPeriodically } from './check-periodically.ts';
import type { CheckWrittenPorts } from './check-written-scores.ts';
import type { SyncPorts } from './sync-org.ts';
import { withLease } from '../with-lease.ts';
import { WakeSignal } from './wake-signal.ts';
import { storeChanges, syncPeriodically, type StoreChangesPorts } from './store-changes.ts';
import { scoreContinuously, type ScoreContinuouslyPorts, type ScoringIntervals } from './score-continuously.ts';
import { syncWhenFree } from './sync-when-free.ts';
import type { Log } from './log.ts';

export type FollowPorts = StoreChangesPorts & SyncPorts & ScoreContinuouslyPorts & CheckWrittenPorts;

export interface FollowIntervals extends ScoringIntervals {
  readonly syncMs: number;
}

export const FOLLOW_INTERVALS: FollowIntervals = { pollMs: 10_000, retryMs: 15_000, syncMs: 15 * 60_000 };

/**
 * Follows an org until `signal` aborts: stores what changes there, scores the leads that it concerns, and writes the scores
 * that differ back. One process an org; killed at any moment, the next one goes on where it stood.
 * @throws WorkflowError `work_in_progress` where another process follows this org; whatever ends the following
 */
export async function followOrg(
  ports: FollowPorts,
  tell: Log,
  signal: AbortSignal,
  pace: FollowIntervals = FOLLOW_INTERVALS,
): Promise<void> {
  const orgId = await ports.source.orgId();
  await withLease(ports.leases, orgId, 'follow', async (lost) => {
    const over = new AbortController();
    const until = AbortSignal.any([signal, lost, over.signal]);
    const bell = new WakeSignal();
    const sync = syncWhenFree(ports, tell);
    const works = [
      storeChanges({ ...ports, sync }, orgId, bell, tell, until),
      syncPeriodically(sync, bell, tell, pace.syncMs, until),
      scoreContinuously(ports, orgId, bell, tell, pace, until),
      checkPeriodically(ports, orgId, bell, tell, pace.syncMs, until),
    ];
    // One that ends ends the others, and none is left behind at work.
    const ended = await Promise.allSettled(works.map((work) => work.finally(() => over.abort())));
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
    if (lost.aborted) throw lost.reason;
  });
}
