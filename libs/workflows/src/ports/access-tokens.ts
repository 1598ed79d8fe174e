import type { Instant } from '@leadlight/lead-features';
import type { ApiKeyEntry, KeyScope } from './api-keys.ts';

/** A short-lived credential issued for a key (OAuth 2.0 client credentials). */
export interface AccessToken {
  readonly orgId: string;
  readonly keyId: string;
  /** Some or all of the key’s scopes. */
  readonly scopes: readonly KeyScope[];
  readonly expiresAt: Instant;
}

/** Tokens are stored as SHA-256 hashes, like keys. */
export interface AccessTokenStore {
  /** Also removes the org’s tokens that expired before `now`. */
  add(token: AccessToken, tokenHash: string, now: Instant): Promise<void>;
  /** With its key: the token ends when the key ends. */
  findByHash(tokenHash: string): Promise<{ readonly token: AccessToken; readonly key: ApiKeyEntry } | undefined>;
}
