/** Up to which instant an org's leads were read to check their stored scores. Primary key org_id. */
export interface ScoreCheckCursorTable {
  org_id: string;
  /** By the CRM's clock. */
  read_until: number;
}
