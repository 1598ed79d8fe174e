/** Sealed secrets. Primary key (org_id, name). */
export interface SecretTable {
  org_id: string;
  name: string;
  /** The key that sealed it. */
  key_id: string;
  sealed: Buffer;
}
