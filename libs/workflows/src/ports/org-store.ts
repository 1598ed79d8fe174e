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

/** Lets one process at a time do a kind of work for an org. Leases expire, so that another process takes over from a dead one. */
export interface Leases {
  /** @returns undefined while another process holds the lease */
  tryAcquire(orgId: string, work: string, durationMs: number): Promise<Lease | undefined>;
}

export interface Lease {
  /** @throws StorageError `lease_lost` if another process took over */
  renew(): Promise<void>;
  release(): Promise<void>;
}
