import type { Instant } from '@leadlight/lead-features';

/** What storage contains about an org's background work. */
export interface WorkerState {
  readonly orgId: string;
  /** When a sync last succeeded; null = never. */
  readonly lastSyncedAt: Instant | null;
  /** Whether a process has the claim for following. */
  readonly followed: boolean;
  /** Leads that changed since they were last scored. */
  readonly markedLeads: number;
  /** Scores not yet written to the CRM. */
  readonly waitingScores: number;
  /** When the oldest of them was scored; null = none waits. */
  readonly oldestWaitingAt: Instant | null;
  /** When a model was last trained, whether it was published or not; null = never. */
  readonly lastTrainedAt: Instant | null;
  /** When the oldest of its failed jobs was given up, without those that somebody has retried or cancelled; null = there is none. */
  readonly workFailedAt: Instant | null;
}

export interface WorkerStates {
  /** @returns undefined for an unknown org */
  find(orgId: string): Promise<WorkerState | undefined>;
  /** Of every org. */
  list(): Promise<readonly WorkerState[]>;
}
