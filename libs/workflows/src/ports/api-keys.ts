import type { Instant } from '@leadlight/lead-features';

/** `score`: score leads; `read`: past scores and models; `admin`: change what an org scores with. */
export type KeyScope = 'score' | 'read' | 'admin';

export interface ApiKeyEntry {
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  /** The objects whose records it may see. Every key sees leads; only those that name another object see its records. */
  readonly objects: readonly string[];
  readonly createdAt: Instant;
  /** From then on it is rejected; null = never. */
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
  /** The key that this one was created to replace, which stays valid for an overlap after the first call with this one; null = none. */
  readonly replaces: string | null;
  /** The first call with a key that replaces another; null = no call yet, or it replaces none. */
  readonly provedAt: Instant | null;
}

/** Keys are stored as SHA-256 hashes; the key itself is shown once. */
export interface ApiKeyStore {
  add(entry: ApiKeyEntry, keyHash: string): Promise<void>;
  findByHash(keyHash: string): Promise<ApiKeyEntry | undefined>;
  list(orgId: string): Promise<readonly ApiKeyEntry[]>;
  /** Sets the objects whose records the key may see. @returns false if no such key exists */
  allowObjects(orgId: string, id: string, objects: readonly string[]): Promise<boolean>;
  /** @returns false if no such key exists */
  revoke(orgId: string, id: string, at: Instant): Promise<boolean>;
  /**
   * Lets a key expire at `at`, unless it expires earlier.
   * @returns false if no such key exists
   */
  expire(orgId: string, id: string, at: Instant): Promise<boolean>;
  /**
   * Records the first call with a key that replaces another.
   * @returns false if it was recorded before, or the key replaces none
   */
  prove(orgId: string, id: string, at: Instant): Promise<boolean>;
}
