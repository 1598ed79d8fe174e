import type { FieldValue, Instant, LeadHistory } from '@leadlight/lead-features';
import type { LeadRange } from './bucket-runs.ts';

/**
 * One version of one CRM record, as a source delivers it. Versions are stored append-only. One that is stored already (same
 * `kind`, `id`, `changedAt` and values) is ignored, so that a repeated page changes nothing; with other values, because the
 * CRM's times are whole seconds or a field was added, it becomes the newest version of that time.
 */
export type HistoryRecord =
  | LeadRecord
  | FieldChangeRecord
  | ActivityRecord
  | CampaignMembershipRecord
  | OpportunityRecord
  | ContactRecord
  | UserRecord;

interface RecordVersion {
  readonly id: string;
  /** SystemModstamp; for field history its CreatedDate. */
  readonly changedAt: Instant;
  readonly deleted: boolean;
}

export interface LeadRecord extends RecordVersion {
  readonly kind: 'lead';
  readonly createdAt: Instant;
  readonly convertedAt: Instant | null;
  /** The contact that conversion made; activities of that contact belong to the lead. */
  readonly contactId: string | null;
  readonly opportunityId: string | null;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

export interface FieldChangeRecord extends RecordVersion {
  readonly kind: 'fieldChange';
  readonly leadId: string;
  readonly field: string;
  readonly oldValue: FieldValue;
  readonly newValue: FieldValue;
}

export interface ActivityRecord extends RecordVersion {
  readonly kind: 'activity';
  /** The lead or, after conversion, the contact that it belongs to. */
  readonly partyId: string;
  readonly activityKind: 'task' | 'call' | 'event' | 'email';
  readonly createdAt: Instant;
  readonly completedAt: Instant | null;
  readonly incoming: boolean;
}

export interface CampaignMembershipRecord extends RecordVersion {
  readonly kind: 'campaignMembership';
  readonly leadId: string;
  readonly campaignId: string;
  readonly campaignType: string | null;
  readonly createdAt: Instant;
  readonly respondedAt: Instant | null;
}

/** An opportunity, whether or not it came from a lead: a lead may be converted into an existing one. */
export interface OpportunityRecord extends RecordVersion {
  readonly kind: 'opportunity';
  readonly createdAt: Instant;
  /** null = open or lost */
  readonly wonAt: Instant | null;
}

/** A contact that was merged into another one, which now has its activities. Other contacts are not stored. */
export interface ContactRecord extends RecordVersion {
  readonly kind: 'contact';
  readonly createdAt: Instant;
  readonly masterId: string;
}

/** A user that a lookup may name. Only the newest version is stored. */
export interface UserRecord extends RecordVersion {
  readonly kind: 'user';
  readonly createdAt: Instant;
  readonly name: string;
  /** `Standard`, `PowerPartner`, `AutomatedProcess`, …; null if the CRM does not say. */
  readonly userType: string | null;
  /** The user who leads this one; null if there is none, or the CRM does not say. */
  readonly managerId: string | null;
  readonly active: boolean;
}

export interface LeadHistoryStore {
  /**
   * Appends versions and moves the stream's cursor in one transaction; without `cursor` it stays where it is. After the
   * first sync, leads with new versions are marked for scoring (`UnscoredLeads`). A version without a change marks none,
   * because a written score returns as such a version.
   * @returns how many versions were new
   */
  append(orgId: string, stream: string, records: readonly HistoryRecord[], cursor?: string): Promise<number>;
  /** The stream's cursor, which only the source can read; undefined before its first page. */
  findCursor(orgId: string, stream: string): Promise<string | undefined>;
  /**
   * Whole histories, in lead id order, `chunkSize` leads at a time: memory does not grow with the org.
   * @param range only these leads; undefined = all
   */
  readHistories(
    orgId: string,
    which: 'all' | 'open',
    chunkSize: number,
    range?: LeadRange,
  ): AsyncIterable<readonly LeadHistory[]>;
  /** Histories of these leads; unknown ids are absent. */
  findHistories(orgId: string, leadIds: readonly string[]): Promise<ReadonlyMap<string, LeadHistory>>;
  countLeads(orgId: string): Promise<{ readonly all: number; readonly open: number }>;
}
