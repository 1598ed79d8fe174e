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
