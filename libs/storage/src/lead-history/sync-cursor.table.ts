/** Where reading each stream of an org continues. Primary key (org_id, stream). */
export interface SyncCursorTable {
  org_id: string;
  stream: string;
  cursor: string;
}
