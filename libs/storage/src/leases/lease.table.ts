/** Who does a named work for an org, until when. Primary key (org_id, work). */
export interface LeaseTable {
  org_id: string;
  work: string;
  /**
   * Random per acquisition, so that a former owner cannot renew or release a successor's lease; after a space the identity
   * of its process, where the system tells one.
   */
  owner: string;
  expires_at: number;
}
