import type { Instant } from '@leadlight/lead-features';

/** When the scheduled work of an org last started, whether or not it succeeded; null = never. */
export interface ScheduleState {
  readonly lastTrainingAttemptAt: Instant | null;
  /** Reconciliation and the scoring of all open leads, which run once a day. */
  readonly lastDailyWorkAt: Instant | null;
  /** Maximum age of a model, by the last worker that had a schedule; null = there was none. */
  readonly retrainEveryDays: number | null;
}

/** What the schedule has done, so that a restart does not repeat it. */
export interface ScheduleStates {
  /** All null for an org that has none yet. */
  get(orgId: string): Promise<ScheduleState>;
  /** Changes only the given values. */
  save(orgId: string, change: Partial<ScheduleState>): Promise<void>;
}
