/** The org's own people, as the CRM last reported them; no earlier versions. Primary key (org_id, user_id). */
export interface CrmUserTable {
  org_id: string;
  user_id: string;
  changed_at: number;
  /** No longer with the company, or no longer visible. */
  deleted: boolean;
  /** Reconciliation found the user missing; the CRM did not report a deletion. */
  deletion_inferred: boolean;
  created_at: number;
  name: string;
  user_type: string | null;
  /** The user who leads this one. */
  manager_id: string | null;
  active: boolean;
}
