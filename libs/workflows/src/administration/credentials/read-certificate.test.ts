import { createPublicKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EC_P256, RSA_1024, RSA_2048, RSA_2048_FINGERPRINT } from './certificates.fixture.ts';
import { readCertificate } from './read-certificate.ts';

const NOW = Date.UTC(2026, 11, 1);
const AUDIENCE = 'https://scoring.example.com';
const read = (file: string | Buffer, now = NOW) => readCertificate(Buffer.from(file), AUDIENCE, now);

describe('readCertificate', () => {
  it('returns what JWTs are checked against, from PEM and from DER', () => {
    const certificate = read(RSA_2048);
    expect(certificate).toMatchObject({ fingerprint: RSA_2048_FINGERPRINT, audience: AUDIENCE });
    expect(certificate.startsAt).toBeLessThan(NOW);
    expect(new Date(certificate.endsAt).getUTCFullYear()).toBeGreaterThan(2100);
    expect(createPublicKey(certificate.publicKey).asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(read(new X509Certificate(RSA_2048).raw)).toEqual(certificate);
  });

  it.each([
    ['no certificate', 'nonsense', NOW, /neither PEM nor DER/],
    ['a short key', RSA_1024, NOW, /2048 bits/],
    ['an elliptic-curve key', EC_P256, NOW, /not RSA/],
    ['an expired certificate', RSA_2048, Date.UTC(2200, 0), /it expired on 21/],
  ])('rejects %s with the reason', (_, file, now, reason) => {
    expect(() => read(file, now)).toThrow(reason);
    expect(() => read(file, now)).toThrow(expect.objectContaining({ code: 'certificate_invalid' }));
  });
});
