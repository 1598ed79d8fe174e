import { createPrivateKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Instant } from '@leadlight/lead-features';
import { SalesforceError } from '../errors.ts';
import type { JwtCredentials } from './credentials.ts';

/**
 * An RS256 assertion for Salesforce's JWT bearer flow.
 * @throws SalesforceError `private_key_unreadable`
 * @source RFC 7523
 */
export const signAssertion = async (
  { clientId, username, privateKey }: JwtCredentials,
  audience: string,
  expiresAt: Instant,
): Promise<string> =>
  new SignJWT()
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(clientId)
    .setSubject(username)
    .setAudience(audience)
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(readRsaKey(privateKey));

function readRsaKey(pem: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem);
  } catch {
    // The cause may quote the key, so it is dropped.
  }
  if (key?.asymmetricKeyType !== 'rsa') throw new SalesforceError('private_key_unreadable', {});
  return key;
}
