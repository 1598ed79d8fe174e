import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { DAY_MS } from '@leadlight/common';
import type { KeyCertificate } from '@leadlight/workflows';

export const AUDIENCE = 'https://scoring.example.com';

/** Signs JWTs as an External Credential of Salesforce does, without code of the verification that it tests. */
export class OrgSigner {
  readonly certificate: KeyCertificate;
  readonly #privateKey: KeyObject;

  constructor(now: number) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.#privateKey = privateKey;
    this.certificate = {
      fingerprint: `fingerprint-${now}`,
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      audience: AUDIENCE,
      startsAt: now - DAY_MS,
      endsAt: now + DAY_MS,
    };
  }

  /** @param claims in addition to `aud`, `iat`, `nbf` and an `exp` in two minutes, which they may override */
  sign(now: number, claims: Readonly<Record<string, unknown>>): string {
    const second = Math.floor(now / 1_000);
    const allClaims = { aud: AUDIENCE, iat: second, nbf: second, exp: second + 120, ...claims };
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'Leadlight_Signing' })}.${encode(allClaims)}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(this.#privateKey, 'base64url')}`;
  }
}
