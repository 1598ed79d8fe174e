import { addKey, audit, hasEnded, keyNotFound, type KeyOptions, type KeyPorts } from './api-keys.ts';
import type { ApiKeyEntry, KeyCertificate } from '../../ports/index.ts';

/**
 * Creates a key whose holder proves it with JWTs signed by a certificate. Its secret is discarded.
 * @param certificate from `readCertificate`
 */
export function createCertificateKey(
  { atomically, clock }: KeyPorts,
  orgId: string,
  name: string,
  certificate: KeyCertificate,
  options: KeyOptions = {},
): Promise<ApiKeyEntry> {
  const now = clock.now();
  return atomically(async (stores) => {
    const { entry } = await addKey(stores, orgId, name, options, now);
    await stores.keyCertificates.add(orgId, entry.id, certificate, now);
    await audit(stores, orgId, 'key.create', entry.id, now, options.actor);
    return entry;
  });
}

/**
 * Adds the next certificate to a key. Its other certificates remain valid for `overlapMs`, so that the org can change over
 * without a rejected request.
 * @throws WorkflowError `key_not_found` if the key does not exist or has ended
 */
export function rotateCertificate(
  { atomically, clock }: KeyPorts,
  orgId: string,
  keyId: string,
  certificate: KeyCertificate,
  overlapMs: number,
  actor?: string,
): Promise<ApiKeyEntry> {
  const now = clock.now();
  return atomically(async (stores) => {
    const found = await stores.keyCertificates.find(orgId, keyId);
    if (!found || hasEnded(found.key, now)) throw keyNotFound(keyId);
    await stores.keyCertificates.add(orgId, keyId, certificate, now);
    await stores.keyCertificates.expireOthers(orgId, keyId, certificate.fingerprint, now + overlapMs);
    await audit(stores, orgId, 'key.certificate', keyId, now, actor);
    return found.key;
  });
}
