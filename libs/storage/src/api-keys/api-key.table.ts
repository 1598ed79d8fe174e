/** API keys as SHA-256 hashes. Primary key key_id; key_hash unique. */
export interface ApiKeyTable {
  key_id: string;
  org_id: string;
  name: string;
  key_hash: string;
  created_at: number;
  revoked_at: number | null;
}
