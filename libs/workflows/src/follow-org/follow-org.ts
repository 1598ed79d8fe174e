import { checkNowAndThen } from '../check-written-scores/check-now-and-then.ts';
import type { CheckWrittenPorts } from '../check-written-scores/check-written-scores.ts';
import type { SyncPorts } from '../sync-org/sync-org.ts';
import { withLease } from '../with-lease.ts';
import { Bell } from './bell.ts';
import { bringChanges, syncNowAndThen, type BringPorts } from './bring-changes.ts';
import { scoreAsTheyCome, type ScoreAsTheyComePorts, type ScoringPace } from './score-as-they-come.ts';
import { syncWhenFree } from './sync-when-free.ts';
import type { Tell } from './tell.ts';

export type FollowPorts = BringPorts & SyncPorts & ScoreAsTheyComePorts & CheckWrittenPorts;

export interface FollowPace extends ScoringPace {
  readonly syncEveryMs: number;
}

export const FOLLOW_PACE: FollowPace = { lookEveryMs: 10_000, retryMs: 15_000, syncEveryMs: 15 * 60_000 };

/**
 * Follows an org until `signal` aborts: stores what changes there, scores the leads that it concerns, and writes the scores
 * that differ back. One process an org; killed at any moment, the next one goes on where it stood.
 * @throws WorkflowError `work_in_progress` where another process follows this org; whatever ends the following
 */
export async function followOrg(
  ports: FollowPorts,
  tell: Tell,
  signal: AbortSignal,
  pace: FollowPace = FOLLOW_PACE,
): Promise<void> {
  const orgId = await ports.source.orgId();
  await withLease(ports.leases, orgId, 'follow', async (lost) => {
    const over = new AbortController();
    const until = AbortSignal.any([signal, lost, over.signal]);
    const bell = new Bell();
    const sync = syncWhenFree(ports, tell);
    const works = [
      bringChanges({ ...ports, sync }, orgId, bell, tell, until),
      syncNowAndThen(sync, bell, tell, pace.syncEveryMs, until),
      scoreAsTheyCome(ports, orgId, bell, tell, pace, until),
      checkNowAndThen(ports, orgId, bell, tell, pace.syncEveryMs, until),
    ];
    // One that ends ends the others, and none is left behind at work.
    const ended = await Promise.allSettled(works.map((work) => work.finally(() => over.abort())));
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
    if (lost.aborted) throw lost.reason;
  });
}
