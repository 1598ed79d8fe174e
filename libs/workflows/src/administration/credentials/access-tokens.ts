import { randomBytes } from 'node:crypto';
import { hasEnded, hashApiKey } from './api-keys.ts';
import { verifyOrgJwt, type JwtRejection, type OrgJwtPorts } from './verify-org-jwt.ts';
import { needsProof } from './key-renewal.ts';
import type { AccessTokenStore, ApiKeyEntry, ApiKeyStore, Clock, KeyScope, UsedAssertions } from '../../ports/index.ts';

export const TOKEN_PREFIX = 'llt_';
export const TOKEN_LIFETIME_MS = 30 * 60_000;

export interface IssuedToken {
  /** Returned once and never stored. */
  readonly accessToken: string;
  readonly expiresInMs: number;
  readonly scopes: readonly KeyScope[];
}

interface GrantPorts {
  readonly accessTokens: Pick<AccessTokenStore, 'add'>;
  readonly clock: Clock;
}

export interface TokenPorts extends GrantPorts {
  readonly apiKeys: Pick<ApiKeyStore, 'findByHash'>;
  /** Called with the first use of a key that replaces another. */
  readonly proveKey: (key: ApiKeyEntry) => Promise<void>;
}

export interface AssertionPorts extends GrantPorts, OrgJwtPorts {
  readonly usedAssertions: UsedAssertions;
}

export type TokenDenial = 'invalid_client' | 'invalid_scope';
export type AssertionDenial = JwtRejection | 'replayed' | 'invalid_scope';

/**
 * Issues a short-lived token for a key (OAuth 2.0 client credentials). The key’s id is the client id, the key itself the
 * client secret.
 * @param scopes of the token; undefined = all scopes of the key
 */
export async function issueAccessToken(
  ports: TokenPorts,
  clientId: string,
  clientSecret: string,
  scopes: readonly KeyScope[] | undefined,
): Promise<IssuedToken | TokenDenial> {
  const key = await ports.apiKeys.findByHash(hashApiKey(clientSecret));
  if (!key || key.id !== clientId || hasEnded(key, ports.clock.now())) return 'invalid_client';
  if (needsProof(key)) await ports.proveKey(key);
  return grant(ports, key, scopes);
}

/**
 * Issues a short-lived token for a JWT signed by the org’s certificate (OAuth 2.0 JWT bearer). A JWT with a `jti` is
 * exchanged only once. Salesforce’s JWTs have none and expire within minutes.
 * @param scopes as for `issueAccessToken`
 * @source RFC 7523, section 2.1
 */
export async function issueTokenForAssertion(
  ports: AssertionPorts,
  assertion: string,
  scopes: readonly KeyScope[] | undefined,
): Promise<IssuedToken | AssertionDenial> {
  const verified = await verifyOrgJwt(ports, assertion);
  if (typeof verified === 'string') return verified;
  const { key, id, endsAt } = verified;
  if (id !== undefined) {
    const first = await ports.usedAssertions.use(key.orgId, key.id, id, endsAt, ports.clock.now());
    if (!first) return 'replayed';
  }
  return grant(ports, key, scopes);
}

async function grant(
  { accessTokens, clock }: GrantPorts,
  key: ApiKeyEntry,
  scopes: readonly KeyScope[] | undefined,
): Promise<IssuedToken | 'invalid_scope'> {
  const now = clock.now();
  const granted = scopes ?? key.scopes;
  if (!granted.every((scope) => key.scopes.includes(scope))) return 'invalid_scope';
  const accessToken = TOKEN_PREFIX + randomBytes(32).toString('base64url');
  const expiresAt = Math.min(now + TOKEN_LIFETIME_MS, key.expiresAt ?? Infinity);
  const token = { orgId: key.orgId, keyId: key.id, scopes: granted, expiresAt };
  await accessTokens.add(token, hashApiKey(accessToken), now);
  return { accessToken, expiresInMs: expiresAt - now, scopes: granted };
}
