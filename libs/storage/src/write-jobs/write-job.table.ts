/** Jobs that were opened in the CRM and are not known to have ended. Primary key (org_id, job_id). */
export interface WriteJobTable {
  org_id: string;
  job_id: string;
  opened_at: number;
}
