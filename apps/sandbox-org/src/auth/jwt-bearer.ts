import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Org } from '../org/org.ts';
import { prepareCached } from '../org/statements.ts';
import { OAuthError } from './sessions.ts';

/** The platform takes assertions that expire within the next minutes only. */
const MAX_EXPIRY_SECONDS = 5 * 60;

const LOGIN_AUDIENCES = ['https://login.salesforce.com', 'https://test.salesforce.com'];

/** The certificate or public key that the client app holds, in PEM form. @throws Error where it is none */
export const parsePublicKey = (pem: string): KeyObject => createPublicKey(pem);

const invalidGrant = (description: string): OAuthError => new OAuthError('invalid_grant', description);

function parseJwtPart(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
    if (parsed !== null && typeof parsed === 'object') return parsed as Readonly<Record<string, unknown>>;
  } catch {
    // Refused below, as anything that is no JSON object.
  }
  throw invalidGrant('invalid assertion');
}

/**
 * Checks a JWT bearer assertion: signed by the app's key, for one of its users, and young.
 * @param audience the org's own address, beside the platform's login addresses
 * @throws OAuthError
 * @source RFC 7523
 */
export function checkAssertion(org: Org, key: KeyObject, assertion: string, audience: string): void {
  const [head, body, signature, ...rest] = assertion.split('.');
  const header = parseJwtPart(head);
  const claims = parseJwtPart(body);
  const signed = Buffer.from(`${head}.${body}`);
  const isSigned =
    rest.length === 0 &&
    header.alg === 'RS256' &&
    verify('RSA-SHA256', signed, key, Buffer.from(signature ?? '', 'base64url'));
  if (claims.iss !== org.clientId) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (!isSigned) throw invalidGrant('invalid assertion');
  if (typeof claims.aud !== 'string' || ![...LOGIN_AUDIENCES, audience].includes(claims.aud))
    throw invalidGrant('audience is invalid');
  checkExpiry(claims.exp);
  const user = prepareCached(org.db, 'SELECT "IsActive" AS active FROM "User" WHERE "Username" = ?').get(
    String(claims.sub ?? ''),
  );
  if (user?.active !== 1) throw invalidGrant("user hasn't approved this consumer");
}

function checkExpiry(expires: unknown): void {
  const now = Date.now() / 1000;
  if (typeof expires !== 'number') throw invalidGrant('invalid assertion');
  if (expires <= now) throw invalidGrant('expired authorization code');
  if (expires > now + MAX_EXPIRY_SECONDS) throw invalidGrant('invalid assertion: exp is too far ahead');
}
