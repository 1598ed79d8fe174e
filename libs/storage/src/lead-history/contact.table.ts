/** Versions of contacts that were merged into others. Primary key (org_id, contact_id, changed_at). */
export interface ContactVersionTable {
  org_id: string;
  contact_id: string;
  changed_at: number;
  deleted: boolean;
  created_at: number;
  /** The contact that has their activities now. */
  master_id: string;
}
