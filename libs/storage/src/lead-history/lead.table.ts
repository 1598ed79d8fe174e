import type { FieldValue } from '@leadlight/lead-features';

/** Every version of every lead, as delivered; never updated. Primary key (org_id, lead_id, changed_at). */
export interface LeadVersionTable {
  org_id: string;
  lead_id: string;
  /** ms since 1970, as every `_at` column here. */
  changed_at: number;
  deleted: boolean;
  created_at: number;
  converted_at: number | null;
  contact_id: string | null;
  opportunity_id: string | null;
  /** null = as in the version before: nothing but the time is new, as where a score was written. */
  fields: Record<string, FieldValue> | null;
}

/** Where each lead stands: points to its newest version. Derived, kept in the transaction that appends. */
export interface LeadTable {
  org_id: string;
  lead_id: string;
  changed_at: number;
  contact_id: string | null;
  /** Where its contact was merged into another one, that one. */
  master_contact_id: string | null;
  opportunity_id: string | null;
  /** Neither converted nor deleted. */
  open: boolean;
}
