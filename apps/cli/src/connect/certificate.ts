import { createPrivateKey, generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { DAY_MS } from '@leadlight/common';

/** A private key and a certificate for its public key, PEM. */
export interface SigningKey {
  readonly privateKey: string;
  readonly certificate: string;
}

const VALIDITY_DAYS = 730;

/** A new RSA key of 2048 bits with a self-signed certificate. @param now start of its validity, milliseconds */
export async function createSigningKey(now: number): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { privateKey, certificate: await certify(privateKey, now) };
}

/** A self-signed certificate of the key. Node can read certificates but not make them. */
async function certify(privateKey: string, now: number): Promise<string> {
  const { default: forge } = await import('node-forge');
  const pkcs1 = createPrivateKey(privateKey).export({ type: 'pkcs1', format: 'pem' }).toString();
  const key = forge.pki.privateKeyFromPem(pkcs1);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(key.n, key.e);
  // A leading zero keeps the serial number positive.
  certificate.serialNumber = `00${randomBytes(16).toString('hex')}`;
  certificate.validity.notBefore = new Date(now - DAY_MS);
  certificate.validity.notAfter = new Date(now + VALIDITY_DAYS * DAY_MS);
  const name = [{ name: 'commonName', value: 'Leadlight' }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(key, forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}
