import { createPublicKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { EC_P256, RSA_1024, RSA_2048, RSA_2048_FINGERPRINT } from './certificates.fixture.ts';
import { readCertificate } from './read-certificate.ts';

const NOW = Date.UTC(2026, 11, 1);
const AUDIENCE = 'https://scoring.example.com';
const read = (file: string | Buffer, now = NOW) => readCertificate(Buffer.from(file), AUDIENCE, now);

test('of a certificate is kept what JWTs are held against, from PEM and from DER alike', () => {
  const kept = read(RSA_2048);
  expect(kept).toMatchObject({ fingerprint: RSA_2048_FINGERPRINT, audience: AUDIENCE });
  expect(kept.startsAt).toBeLessThan(NOW);
  expect(new Date(kept.endsAt).getUTCFullYear()).toBeGreaterThan(2100);
  expect(createPublicKey(kept.publicKey).asymmetricKeyDetails?.modulusLength).toBe(2048);
  expect(read(new X509Certificate(RSA_2048).raw)).toEqual(kept);
});

test.each([
  ['no certificate', 'nonsense', NOW, /neither PEM nor DER/],
  ['a short key', RSA_1024, NOW, /2048 bits/],
  ['a key on a curve', EC_P256, NOW, /not RSA/],
  ['one that has ended', RSA_2048, Date.UTC(2200, 0), /It ended on 21/],
])('%s is refused with the reason', (_, file, now, reason) => {
  expect(() => read(file, now)).toThrow(reason);
  expect(() => read(file, now)).toThrow(expect.objectContaining({ code: 'certificate_invalid' }));
});
