import { HOUR_MS } from '@leadlight/common';
import type { ApiKey, ApiKeys, RenewedApiKey } from '@leadlight/contract';
import { WorkflowError } from '../../errors.ts';
import type { ApiKeyEntry, ApiKeyStore, Clock, KeyScope } from '../../ports/index.ts';
import { addKey, audit, hasEnded, keyNotFound, type KeyPorts } from './api-keys.ts';

/** How long a key stays valid after the first call with its successor, so that no request in progress is rejected. */
export const RENEWAL_OVERLAP_MS = 24 * HOUR_MS;

/** Who asks, by the key of the request. */
export interface KeyCaller {
  readonly orgId: string;
  readonly keyId: string;
  readonly scopes: readonly KeyScope[];
  readonly objects: readonly string[];
}

/** The keys of the caller's org that are valid now, newest first. */
export async function listApiKeys(
  { apiKeys, clock }: { readonly apiKeys: Pick<ApiKeyStore, 'list'>; readonly clock: Clock },
  { orgId, keyId }: Pick<KeyCaller, 'orgId' | 'keyId'>,
): Promise<ApiKeys> {
  const now = clock.now();
  const valid = (await apiKeys.list(orgId)).filter((entry) => !hasEnded(entry, now));
  return { keys: valid.toReversed().map((entry) => apiKeyOf(entry, keyId)) };
}

/** Whether a call with a successor has replaced the key. */
export const isReplaced = (keys: readonly ApiKeyEntry[], id: string): boolean =>
  keys.some(({ replaces, provedAt }) => replaces === id && provedAt !== null);

/**
 * Creates a successor with the same name, scopes and lifetime. The old key stays valid until a call with the successor has
 * proved it, and for an overlap after that. A renewal that stops half-way therefore ends nothing.
 * @throws WorkflowError `key_not_found` if the key does not exist, has ended or has been replaced; `key_scopes_exceeded`
 * if it may do more than the caller
 */
export function renewApiKey({ atomically, clock }: KeyPorts, caller: KeyCaller, id: string): Promise<RenewedApiKey> {
  const { orgId, keyId, scopes } = caller;
  const now = clock.now();
  return atomically(async (stores) => {
    const keys = await stores.apiKeys.list(orgId);
    const old = keys.find((entry) => entry.id === id);
    if (!old || hasEnded(old, now) || isReplaced(keys, id)) throw keyNotFound(id);
    const exceeding = old.scopes.filter((scope) => !scopes.includes(scope));
    if (exceeding.length > 0) throw new WorkflowError('key_scopes_exceeded', { keyId: id, scopes: exceeding });
    const expiresAt = old.expiresAt === null ? null : now + (old.expiresAt - old.createdAt);
    const options = { scopes: old.scopes, objects: old.objects, expiresAt, replaces: old.id };
    const { key, entry } = await addKey(stores, orgId, old.name, options, now);
    await audit(stores, orgId, 'key.renew', old.id, now, `api:${keyId}`);
    return { ...apiKeyOf(entry, keyId), key };
  });
}

/** Whether a call with this key would be the first one, which proves it. */
export const needsProof = ({ replaces, provedAt }: ApiKeyEntry): boolean => replaces !== null && provedAt === null;

/**
 * Records the first call with a key that replaces another. From then on its predecessors, and earlier successors of the same
 * key, are valid for the overlap only. Successors that no call has used stay as they are: one of them may still be on
 * its way into an org.
 */
export function proveApiKey({ atomically, clock }: KeyPorts, { orgId, id, replaces }: ApiKeyEntry): Promise<void> {
  const now = clock.now();
  return atomically(async (stores) => {
    if (!(await stores.apiKeys.prove(orgId, id, now))) return;
    const keys = await stores.apiKeys.list(orgId);
    const siblings = keys.filter((key) => key.replaces === replaces && key.provedAt !== null && key.id !== id);
    for (const replaced of [...predecessorsOf(keys, replaces), ...siblings]) {
      if (hasEnded(replaced, now)) continue;
      await stores.apiKeys.expire(orgId, replaced.id, now + RENEWAL_OVERLAP_MS);
      await audit(stores, orgId, 'key.replace', replaced.id, now, `api:${id}`);
    }
  });
}

function predecessorsOf(keys: readonly ApiKeyEntry[], first: string | null): readonly ApiKeyEntry[] {
  const found: ApiKeyEntry[] = [];
  for (let next = first; next !== null;) {
    const key = keys.find(({ id }) => id === next);
    if (!key) break;
    found.push(key);
    next = key.replaces;
  }
  return found;
}

const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const apiKeyOf = (entry: ApiKeyEntry, callerKeyId: string): ApiKey => ({
  keyId: entry.id,
  name: entry.name,
  scopes: [...entry.scopes],
  objects: [...entry.objects],
  createdAt: new Date(entry.createdAt).toISOString(),
  expiresAt: timeOf(entry.expiresAt),
  replaces: entry.replaces,
  used: !needsProof(entry),
  isCaller: entry.id === callerKeyId,
});
