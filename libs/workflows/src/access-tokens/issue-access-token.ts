import { randomBytes } from 'node:crypto';
import { hasEnded, hashApiKey } from '../api-keys/api-keys.ts';
import type { AccessTokenStore, ApiKeyStore, Clock, KeyScope } from '../ports/index.ts';

export const TOKEN_PREFIX = 'llt_';
export const TOKEN_LIFE_MS = 30 * 60_000;

export interface IssuedToken {
  /** Told once and never stored. */
  readonly accessToken: string;
  readonly expiresInMs: number;
  readonly scopes: readonly KeyScope[];
}

export interface TokenPorts {
  readonly apiKeys: Pick<ApiKeyStore, 'findByHash'>;
  readonly accessTokens: Pick<AccessTokenStore, 'add'>;
  readonly clock: Clock;
}

export type TokenRefusal = 'invalid_client' | 'invalid_scope';

/**
 * Gives a short-lived token for a key (OAuth 2.0 client credentials): the key’s id is the client id, the key itself the
 * secret.
 * @param scopes what the token may do; undefined = all that the key may
 */
export async function issueAccessToken(
  { apiKeys, accessTokens, clock }: TokenPorts,
  clientId: string,
  clientSecret: string,
  scopes: readonly KeyScope[] | undefined,
): Promise<IssuedToken | TokenRefusal> {
  const now = clock.now();
  const key = await apiKeys.findByHash(hashApiKey(clientSecret));
  if (!key || key.id !== clientId || hasEnded(key, now)) return 'invalid_client';
  const granted = scopes ?? key.scopes;
  if (!granted.every((scope) => key.scopes.includes(scope))) return 'invalid_scope';
  const accessToken = TOKEN_PREFIX + randomBytes(32).toString('base64url');
  const expiresAt = Math.min(now + TOKEN_LIFE_MS, key.expiresAt ?? Infinity);
  const token = { orgId: key.orgId, keyId: key.id, scopes: granted, expiresAt };
  await accessTokens.add(token, hashApiKey(accessToken), now);
  return { accessToken, expiresInMs: expiresAt - now, scopes: granted };
}
