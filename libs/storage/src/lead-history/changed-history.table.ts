/** How often an org's histories have changed, in the order of commits. Primary key org_id. */
export interface HistoryRevisionTable {
  org_id: string;
  revision: number;
}

/** Which histories a change affected. Primary key (org_id, revision, party_id). */
export interface ChangedHistoryTable {
  org_id: string;
  revision: number;
  /** A lead, or a contact with activities. Empty: any history may have changed. */
  party_id: string;
}
