import { createHash, randomBytes } from 'node:crypto';
import { WorkflowError } from '../errors.ts';
import type { ApiKeyEntry, ApiKeyStore, Clock } from '../ports/index.ts';

const PREFIX = 'llk_';

/** What is stored of a key. Keys carry 256 random bits, so a plain hash is enough: there is nothing to guess. */
export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/**
 * Makes a key for the scoring API, bound to one org.
 * @returns the key, which is shown once and never stored, and its entry
 */
export async function createApiKey(
  { apiKeys, clock }: { readonly apiKeys: ApiKeyStore; readonly clock: Clock },
  orgId: string,
  name: string,
): Promise<{ readonly key: string; readonly entry: ApiKeyEntry }> {
  const key = PREFIX + randomBytes(32).toString('base64url');
  const entry = { id: `key_${randomBytes(8).toString('hex')}`, orgId, name, createdAt: clock.now(), revokedAt: null };
  await apiKeys.add(entry, hashApiKey(key));
  return { key, entry };
}

/** @throws WorkflowError `key_not_found` */
export async function revokeApiKey(
  { apiKeys, clock }: { readonly apiKeys: ApiKeyStore; readonly clock: Clock },
  orgId: string,
  id: string,
): Promise<void> {
  if (await apiKeys.revoke(orgId, id, clock.now())) return;
  throw new WorkflowError('key_not_found', `No key ${id} belongs to this org. "leadlight keys list" names them.`, {
    id,
  });
}
