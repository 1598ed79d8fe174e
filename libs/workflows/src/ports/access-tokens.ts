import type { Instant } from '@leadlight/lead-features';
import type { ApiKeyEntry, KeyScope } from './api-keys.ts';

/** A short-lived credential that a key’s owner got for it (OAuth 2.0 client credentials). */
export interface AccessToken {
  readonly orgId: string;
  readonly keyId: string;
  /** Some or all of the key’s. */
  readonly scopes: readonly KeyScope[];
  readonly expiresAt: Instant;
}

/** Tokens are kept as SHA-256 hashes, like keys. */
export interface AccessTokenStore {
  /** Also forgets the org’s tokens that ended before `now`. */
  add(token: AccessToken, tokenHash: string, now: Instant): Promise<void>;
  /** With the key it was got for, whose end is the token’s end. */
  findByHash(tokenHash: string): Promise<{ readonly token: AccessToken; readonly key: ApiKeyEntry } | undefined>;
}
