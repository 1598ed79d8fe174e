/** Colleagues as the CRM last told of them; no earlier versions. Primary key (org_id, user_id). */
export interface CrmUserTable {
  org_id: string;
  user_id: string;
  changed_at: number;
  /** No colleague any more, or not to be seen. */
  deleted: boolean;
  created_at: number;
  name: string;
  user_type: string | null;
  active: boolean;
}
