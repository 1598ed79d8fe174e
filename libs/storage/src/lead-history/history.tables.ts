import type { ActivityKind, FieldValue } from '@leadlight/lead-features';

/**
 * One version of a CRM record, as delivered; never updated. Ordered by `changed_at`, then `revision`. The primary key is
 * the org, the record's id and both.
 */
interface RecordVersionTable {
  org_id: string;
  /** ms since 1970, as in every `_at` column. */
  changed_at: number;
  /** 0, 1, 2 … among versions with the same `changed_at`: the CRM's times may be whole seconds. See `assignRevisions`. */
  revision: number;
  deleted: boolean;
}

export interface LeadVersionTable extends RecordVersionTable {
  lead_id: string;
  /** Reconciliation found the lead missing; the CRM did not report a deletion. */
  deletion_inferred: boolean;
  created_at: number;
  converted_at: number | null;
  contact_id: string | null;
  opportunity_id: string | null;
  /** null = as in the version before: only the time is new, as after a score was written. */
  fields: Record<string, FieldValue> | null;
}

/** The newest version of each lead. Derived, in the transaction that appends. Primary key (org_id, lead_id). */
export interface LeadTable {
  org_id: string;
  lead_id: string;
  changed_at: number;
  revision: number;
  contact_id: string | null;
  /** The contact that its contact was merged into, if it was. */
  master_contact_id: string | null;
  opportunity_id: string | null;
  /** Neither converted nor deleted. */
  open: boolean;
}

/** Rows of the CRM's field history. */
export interface FieldChangeTable extends RecordVersionTable {
  change_id: string;
  lead_id: string;
  field: string;
  /** null = empty */
  old_value: FieldValue;
  new_value: FieldValue;
}

/** Tasks, calls, events and e-mails. */
export interface ActivityVersionTable extends RecordVersionTable {
  activity_id: string;
  /** Lead or contact; conversion moves the activity from one to the other, in a new version. */
  party_id: string;
  activity_kind: ActivityKind;
  created_at: number;
  completed_at: number | null;
  incoming: boolean;
}

export interface CampaignMembershipVersionTable extends RecordVersionTable {
  membership_id: string;
  lead_id: string;
  campaign_id: string;
  campaign_type: string | null;
  created_at: number;
  responded_at: number | null;
}

export interface OpportunityVersionTable extends RecordVersionTable {
  opportunity_id: string;
  created_at: number;
  /** null = open or lost */
  won_at: number | null;
}

/** Contacts that were merged into others. */
export interface ContactVersionTable extends RecordVersionTable {
  contact_id: string;
  created_at: number;
  /** The contact that has their activities now. */
  master_id: string;
}
