import type { Instant } from '@leadlight/lead-features';

export interface ApiKeyEntry {
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly revokedAt: Instant | null;
}

/** Keys are kept as SHA-256 hashes; the key itself is shown once. */
export interface ApiKeyStore {
  add(entry: ApiKeyEntry, keyHash: string): Promise<void>;
  findByHash(keyHash: string): Promise<ApiKeyEntry | undefined>;
  list(orgId: string): Promise<readonly ApiKeyEntry[]>;
  /** @returns false where no such key exists */
  revoke(orgId: string, id: string, at: Instant): Promise<boolean>;
}
