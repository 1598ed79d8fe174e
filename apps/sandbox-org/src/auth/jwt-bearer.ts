import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { SECOND_MS } from '@leadlight/common';
import { OAuthError } from './sessions.ts';

const LOGIN_AUDIENCES = ['https://login.salesforce.com', 'https://test.salesforce.com'];

/** The public key of a certificate or key in PEM format. @throws Error for any other text */
export const parsePublicKey = (pem: string): KeyObject => createPublicKey(pem);

const invalidGrant = (description: string): OAuthError => new OAuthError('invalid_grant', description);

function parseJwtPart(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
    if (parsed !== null && typeof parsed === 'object') return parsed as Readonly<Record<string, unknown>>;
  } catch {
    // Falls through to the error below.
  }
  throw invalidGrant('invalid assertion');
}

/**
 * Checks the signature, the claims and the expiry of a JWT bearer assertion.
 * @param findApp the app that a consumer key names
 * @param audience the org's own address, allowed in addition to the platform's login addresses
 * @returns the app and the username that the assertion names
 * @throws OAuthError
 * @source RFC 7523
 */
export function checkAssertion<App extends { readonly publicKey: KeyObject | undefined }>(
  findApp: (consumerKey: string) => App | undefined,
  assertion: string,
  audience: string,
): { readonly app: App; readonly username: string } {
  const [head, body, signature, ...rest] = assertion.split('.');
  const header = parseJwtPart(head);
  const claims = parseJwtPart(body);
  const app = findApp(String(claims.iss));
  if (!app) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (!app.publicKey) throw invalidGrant('the app has no certificate');
  const isSignatureValid =
    rest.length === 0 &&
    header.alg === 'RS256' &&
    verify('RSA-SHA256', Buffer.from(`${head}.${body}`), app.publicKey, Buffer.from(signature ?? '', 'base64url'));
  if (!isSignatureValid) throw invalidGrant('invalid assertion');
  if (![...LOGIN_AUDIENCES, audience].includes(String(claims.aud))) throw invalidGrant('audience is invalid');
  checkExpiry(claims.exp);
  return { app, username: String(claims.sub ?? '') };
}

/** The platform accepts a time far ahead: the `exp` of `@salesforce/core` is in milliseconds. */
function checkExpiry(expires: unknown): void {
  const now = Date.now() / SECOND_MS;
  if (typeof expires !== 'number') throw invalidGrant('invalid assertion');
  if (expires <= now) throw invalidGrant('expired authorization code');
}
