import type { WorkerReport } from '@leadlight/contract';
import type { Clock, WorkerState, WorkerStates } from '../ports/index.ts';
import { heldLosses, type FieldLoss } from '../field-health/field-loss.ts';
import { assessWorker } from './assess-worker.ts';

export interface WorkerReportPorts {
  readonly workerStates: Pick<WorkerStates, 'find'>;
  readonly clock: Clock;
  /** Fields that the active model reads and that have been lost; see `fieldHealth`. */
  readonly lostFields: (orgId: string) => Promise<readonly FieldLoss[]>;
}

/** The state of an org's background work, as it goes over the wire. */
export async function workerReport(
  { workerStates, clock, lostFields }: WorkerReportPorts,
  orgId: string,
): Promise<WorkerReport> {
  const state = (await workerStates.find(orgId)) ?? unknownWorkerState(orgId);
  const losses = await lostFields(orgId);
  return {
    ...assessWorker(state, clock.now(), heldLosses(losses)),
    ...(losses.length > 0 && { lostFields: losses.map(({ message }) => message) }),
    followed: state.followed,
    markedLeads: state.markedLeads,
    waitingScores: state.waitingScores,
    ...timeMember('lastSyncedAt', state.lastSyncedAt),
    ...timeMember('oldestWaitingAt', state.oldestWaitingAt),
    ...timeMember('lastTrainedAt', state.lastTrainedAt),
  };
}

/** A key may be created for an org before its first sync. */
const unknownWorkerState = (orgId: string): WorkerState => ({
  orgId,
  lastSyncedAt: null,
  followed: false,
  markedLeads: 0,
  waitingScores: 0,
  oldestWaitingAt: null,
  lastTrainedAt: null,
  workFailedAt: null,
});

/** Absent if there is no time. */
const timeMember = <Name extends string>(name: Name, at: number | null) =>
  (at === null ? {} : { [name]: new Date(at).toISOString() }) as { readonly [member in Name]?: string };
