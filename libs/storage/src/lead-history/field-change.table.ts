import type { FieldValue } from '@leadlight/lead-features';

/** Rows of the CRM's field history. Primary key (org_id, change_id, changed_at). */
export interface FieldChangeTable {
  org_id: string;
  change_id: string;
  changed_at: number;
  deleted: boolean;
  lead_id: string;
  field: string;
  /** null = empty */
  old_value: FieldValue;
  new_value: FieldValue;
}
