/** Which process does a kind of work for an org, and until when. Primary key (org_id, work). */
export interface LeaseTable {
  org_id: string;
  work: string;
  /**
   * Random for each acquisition, so that a former owner cannot renew or release a successor's lease. After a space the
   * identity of the process, where the system provides one.
   */
  owner: string;
  /** By the database's clock. */
  expires_at: number;
}
