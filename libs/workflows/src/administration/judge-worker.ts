import type { WorkerCondition } from '@leadlight/contract';
import type { WorkerState } from '../ports/index.ts';

const HOUR_MS = 3_600_000;

/** A follower syncs every quarter of an hour, whatever events tell. */
export const SYNC_LATE_MS = 2 * HOUR_MS;
/** Scores are written within seconds; the CRM may be busy or short of API calls for a while. */
export const WRITING_LATE_MS = HOUR_MS;
/** Four weekly trainings in a row have failed, or thirty daily ones. */
export const TRAINING_LATE_MS = 31 * 24 * HOUR_MS;

/** The gravest of what is to be said of the work done for an org; `at_work` where all is well. */
export function judgeWorker(state: WorkerState, now: number): WorkerCondition {
  const olderThan = (at: number | null, ms: number) => at !== null && now - at > ms;
  if (state.lastSyncedAt === null) return 'never_synced';
  if (olderThan(state.lastSyncedAt, SYNC_LATE_MS)) return state.followed ? 'sync_late' : 'stopped';
  if (olderThan(state.oldestWaitingAt, WRITING_LATE_MS)) return 'writing_late';
  if (!state.followed) return 'not_followed';
  return olderThan(state.lastTrainedAt, TRAINING_LATE_MS) ? 'training_late' : 'at_work';
}
