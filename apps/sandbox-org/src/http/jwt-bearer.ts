import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Org } from '../org/org.ts';
import { statement } from '../org/statements.ts';
import { OAuthError } from './sessions.ts';

/** The platform takes assertions that expire within the next minutes only. */
const MOST_AHEAD_SECONDS = 5 * 60;

const audiences = ['https://login.salesforce.com', 'https://test.salesforce.com'];

/** The certificate or public key that the client app holds, in PEM form. @throws Error where it is none */
export const publicKeyOf = (pem: string): KeyObject => createPublicKey(pem);

const refused = (description: string): OAuthError => new OAuthError('invalid_grant', description);

function part(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
    if (parsed !== null && typeof parsed === 'object') return parsed as Readonly<Record<string, unknown>>;
  } catch {
    // Refused below, as anything that is no JSON object.
  }
  throw refused('invalid assertion');
}

/**
 * Checks a JWT bearer assertion: signed by the app's key, for one of its users, and young.
 * @param audience the org's own address, beside the platform's login addresses
 * @throws OAuthError
 * @source RFC 7523
 */
export function checkAssertion(org: Org, key: KeyObject, assertion: string, audience: string): void {
  const [head, body, signature, ...rest] = assertion.split('.');
  const header = part(head);
  const claims = part(body);
  const signed = Buffer.from(`${head}.${body}`);
  const isSigned =
    rest.length === 0 &&
    header.alg === 'RS256' &&
    verify('RSA-SHA256', signed, key, Buffer.from(signature ?? '', 'base64url'));
  if (claims.iss !== org.clientId) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (!isSigned) throw refused('invalid assertion');
  if (typeof claims.aud !== 'string' || ![...audiences, audience].includes(claims.aud))
    throw refused('audience is invalid');
  checkTime(claims.exp);
  const user = statement(org.db, 'SELECT "IsActive" AS active FROM "User" WHERE "Username" = ?').get(
    String(claims.sub ?? ''),
  );
  if (user?.active !== 1) throw refused("user hasn't approved this consumer");
}

function checkTime(expires: unknown): void {
  const now = Date.now() / 1000;
  if (typeof expires !== 'number') throw refused('invalid assertion');
  if (expires <= now) throw refused('expired authorization code');
  if (expires > now + MOST_AHEAD_SECONDS) throw refused('invalid assertion: exp is too far ahead');
}
