import type { Instant } from '@leadlight/lead-features';

/** What storage tells of the work that is done for an org beside answering. */
export interface WorkerState {
  readonly orgId: string;
  /** When a sync last ended well; null = never. */
  readonly lastSyncedAt: Instant | null;
  /** Whether some process holds the lease of following. */
  readonly followed: boolean;
  /** Leads that changed since they were last scored. */
  readonly markedLeads: number;
  /** Scores that the CRM has not taken yet. */
  readonly waitingScores: number;
  /** When the oldest of them was given; null = none waits. */
  readonly oldestWaitingAt: Instant | null;
  /** When a model was last trained, whether it was published or not; null = never. */
  readonly lastTrainedAt: Instant | null;
}

export interface WorkerStates {
  /** @returns undefined for an org that storage does not know */
  find(orgId: string): Promise<WorkerState | undefined>;
  /** Of every org. */
  list(): Promise<readonly WorkerState[]>;
}
