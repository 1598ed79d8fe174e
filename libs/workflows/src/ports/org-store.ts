import type { Instant, LeadField } from '@leadlight/lead-features';

export interface OrgEntry {
  readonly orgId: string;
  readonly fields: readonly LeadField[];
  readonly lastSyncedAt: Instant | null;
}

export interface OrgStore {
  find(orgId: string): Promise<OrgEntry | undefined>;
  list(): Promise<readonly OrgEntry[]>;
  saveFields(orgId: string, fields: readonly LeadField[]): Promise<void>;
  markSynced(orgId: string, at: Instant): Promise<void>;
}

/** One process at a time does a named work for an org; a lease is a row with an expiry, so a dead owner's is taken over. */
export interface Leases {
  /** @returns undefined while somebody else holds it */
  tryAcquire(orgId: string, work: string, durationMs: number): Promise<Lease | undefined>;
}

export interface Lease {
  /** @throws LeaseLost where another process took over */
  renew(): Promise<void>;
  release(): Promise<void>;
}
