import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import type { KeyCertificate } from '../../ports/index.ts';

export const ORG = '00D000000000001EAA';
export const KEY_ID = 'key_0123456789abcdef';
export const AUDIENCE = 'https://scoring.example.com';
export const NOW = Date.UTC(2026, 10, 23, 9, 30);

/** A certificate of the org with the key that signs, which only the org has. */
export interface Signer {
  readonly privateKey: KeyObject;
  readonly certificate: KeyCertificate;
}

export function makeSigner(fingerprint: string, over: Partial<KeyCertificate> = {}): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = {
    fingerprint,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    audience: AUDIENCE,
    startsAt: NOW - 86_400_000,
    endsAt: NOW + 86_400_000,
    ...over,
  };
  return { privateKey, certificate };
}

/** What Salesforce’s External Credential claims. */
export const goodClaims = (now = NOW): JWTPayload => ({
  iss: ORG,
  sub: KEY_ID,
  aud: AUDIENCE,
  iat: now / 1_000,
  nbf: now / 1_000,
  exp: now / 1_000 + 120,
});

export const sign = ({ privateKey }: Signer, claims: JWTPayload, alg = 'RS256'): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT', kid: 'Leadlight_Signing' }).sign(privateKey);
