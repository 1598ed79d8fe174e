/** Leads and contacts that were erased, so that no sync brings them back. Primary key (org_id, party_hash). */
export interface ErasedPartyTable {
  org_id: string;
  /** SHA-256 of org and id, hex. */
  party_hash: string;
  erased_at: number;
}
