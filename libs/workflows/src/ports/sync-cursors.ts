import type { Instant } from '@leadlight/lead-features';

/** Where reading each stream of an org continues, replay ids of followed changes included. `LeadHistoryStore.append` moves them. */
export interface SyncCursors {
  list(orgId: string): Promise<ReadonlyMap<string, string>>;
  /** Starts a stream from the beginning, as when the CRM no longer knows a replay id. */
  forget(orgId: string, stream: string): Promise<void>;
}

/** Up to which instant an org's leads have been read in order to check the scores stored there. */
export interface ScoreCheckCursors {
  /** By the CRM's clock; undefined before the first complete check. */
  find(orgId: string): Promise<Instant | undefined>;
  save(orgId: string, readUntil: Instant): Promise<void>;
}
