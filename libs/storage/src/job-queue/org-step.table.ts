/** When a step of an org's work last started and ended. Primary key (org_id, step). */
export interface OrgStepTable {
  org_id: string;
  step: string;
  started_at: number;
  /** null = it has not ended since */
  ended_at: number | null;
  failure: string | null;
}
