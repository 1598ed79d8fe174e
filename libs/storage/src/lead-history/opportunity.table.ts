/** Versions of opportunities. Primary key (org_id, opportunity_id, changed_at). */
export interface OpportunityVersionTable {
  org_id: string;
  opportunity_id: string;
  changed_at: number;
  deleted: boolean;
  created_at: number;
  /** null = open or lost */
  won_at: number | null;
}
