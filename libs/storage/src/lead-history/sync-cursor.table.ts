/** Where each stream of an org stands. Primary key (org_id, stream). */
export interface SyncCursorTable {
  org_id: string;
  stream: string;
  cursor: string;
}
