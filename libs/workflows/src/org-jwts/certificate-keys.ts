import { createApiKey, hasEnded, keyNotFound, type KeyOptions, type KeyPorts } from '../api-keys/api-keys.ts';
import type { ApiKeyEntry, KeyCertificate, KeyCertificateStore } from '../ports/index.ts';

export interface CertificateKeyPorts extends KeyPorts {
  readonly keyCertificates: KeyCertificateStore;
}

/**
 * Makes a key that is proved by JWTs of a certificate: nobody is told its secret.
 * @param certificate as `readCertificate` gives it
 */
export async function createCertificateKey(
  ports: CertificateKeyPorts,
  orgId: string,
  name: string,
  certificate: KeyCertificate,
  options: KeyOptions = {},
): Promise<ApiKeyEntry> {
  const { entry } = await createApiKey(ports, orgId, name, options);
  await ports.keyCertificates.add(orgId, entry.id, certificate, ports.clock.now());
  return entry;
}

/**
 * Adds the next certificate to a key, which stays what it is; the others go on for `overlapMs`, so that the org can change
 * over without a refused request.
 * @throws WorkflowError `key_not_found` where the key does not exist or has ended
 */
export async function rotateCertificate(
  ports: CertificateKeyPorts,
  orgId: string,
  keyId: string,
  certificate: KeyCertificate,
  overlapMs: number,
  actor = 'cli',
): Promise<ApiKeyEntry> {
  const now = ports.clock.now();
  const found = await ports.keyCertificates.find(orgId, keyId);
  if (!found || hasEnded(found.key, now)) throw keyNotFound(keyId);
  await ports.keyCertificates.add(orgId, keyId, certificate, now);
  await ports.keyCertificates.expireOthers(orgId, keyId, certificate.fingerprint, now + overlapMs);
  await ports.auditLog.append(orgId, { at: now, actor, act: 'key.certificate', subject: keyId });
  return found.key;
}
