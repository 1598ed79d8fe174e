import { sign } from 'node:crypto';
import type { Instant } from '@leadlight/lead-features';
import { SalesforceError } from '../errors.ts';
import type { JwtCredentials } from './credentials.ts';

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/**
 * An RS256 assertion for Salesforce's JWT bearer flow.
 * @throws SalesforceError `credentials_refused` where the key cannot be read
 * @source RFC 7523
 */
export function signAssertion(credentials: JwtCredentials, audience: string, expiresAt: Instant): string {
  const { clientId, username, privateKey } = credentials;
  const claims = { iss: clientId, sub: username, aud: audience, exp: Math.floor(expiresAt / 1000) };
  const signed = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}`;
  try {
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
  } catch {
    // The cause may quote the key: it stays out.
    throw new SalesforceError('credentials_refused', 'The private key is not a readable RSA key in PEM form.');
  }
}
