import type { KeyScope } from '@leadlight/workflows';
import type { JsonColumn } from '../database/storable-json.ts';

/** API keys as SHA-256 hashes. Primary key (org_id, key_id); (org_id, key_hash) unique. */
export interface ApiKeyTable {
  key_id: string;
  org_id: string;
  name: string;
  scopes: JsonColumn<readonly KeyScope[]>;
  /** API names; Lead is always among them. */
  objects: JsonColumn<readonly string[]>;
  key_hash: string;
  created_at: number;
  /** null = never */
  expires_at: number | null;
  revoked_at: number | null;
  /** key_id of the predecessor; null = none */
  replaces: string | null;
  /** null = no call yet, or no predecessor */
  proved_at: number | null;
}

/** Short-lived tokens issued for a key, as SHA-256 hashes. Primary key (org_id, token_hash). */
export interface AccessTokenTable {
  token_hash: string;
  org_id: string;
  key_id: string;
  scopes: JsonColumn<readonly KeyScope[]>;
  expires_at: number;
}

/** Whose a key or a token is, which a caller does not say. Primary key credential_hash. */
export interface CredentialOrgTable {
  credential_hash: string;
  org_id: string;
}
