import { createPrivateKey, createSign, createVerify, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSigningKey } from './certificate.ts';

const NOW = Date.parse('2026-11-30T07:00:00Z');

describe('createSigningKey', () => {
  it('makes a certificate that verifies what its private key signs, valid for two years', async () => {
    const { privateKey, certificate } = await createSigningKey(NOW);
    const parsed = new X509Certificate(certificate);
    const signature = createSign('RSA-SHA256').update('an assertion').sign(privateKey);
    expect(parsed.checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
    expect(parsed.verify(parsed.publicKey)).toBe(true);
    expect(createVerify('RSA-SHA256').update('an assertion').verify(parsed.publicKey, signature)).toBe(true);
    expect(parsed.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(new Date(parsed.validTo).toISOString()).toBe('2028-11-29T07:00:00.000Z');
  });

  it('makes another key and another serial number each time', async () => {
    const [first, second] = [await createSigningKey(NOW), await createSigningKey(NOW)];
    expect(first.privateKey).not.toBe(second.privateKey);
    expect(new X509Certificate(first.certificate).serialNumber).not.toBe(
      new X509Certificate(second.certificate).serialNumber,
    );
  });
});
