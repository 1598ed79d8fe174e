import { createHash, randomBytes } from 'node:crypto';
import { WorkflowError } from '../../errors.ts';
import type { Administration, AdministrativeStores, ApiKeyEntry, Clock, KeyScope } from '../../ports/index.ts';

const PREFIX = 'llk_';

/** What a key may do unless it is said: all that a rep’s page needs. */
export const DEFAULT_SCOPES: readonly KeyScope[] = ['score', 'read'];
export const ALL_SCOPES: readonly KeyScope[] = ['score', 'read', 'admin'];

/** What is stored of a key. Keys carry 256 random bits, so a plain hash is enough: there is nothing to guess. */
export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex');

export interface KeyPorts extends Administration {
  readonly clock: Clock;
}

export interface KeyOptions {
  readonly scopes?: readonly KeyScope[];
  /** null or undefined = never ends. */
  readonly expiresAt?: number | null;
  /** Who does it, for the audit log. */
  readonly actor?: string;
}

export interface NewKey {
  /** Shown once and never stored. */
  readonly key: string;
  readonly entry: ApiKeyEntry;
}

/** Makes a key for the scoring API, bound to one org. */
export function createApiKey(
  { atomically, clock }: KeyPorts,
  orgId: string,
  name: string,
  options: KeyOptions = {},
): Promise<NewKey> {
  return atomically(async (stores) => {
    const made = await addKey(stores, orgId, name, options, clock.now());
    await audit(stores, orgId, 'key.create', made.entry.id, clock.now(), options.actor);
    return made;
  });
}

/** @throws WorkflowError `key_not_found` */
export function revokeApiKey(
  { atomically, clock }: KeyPorts,
  orgId: string,
  id: string,
  actor?: string,
): Promise<void> {
  return atomically(async (stores) => {
    if (!(await stores.apiKeys.revoke(orgId, id, clock.now()))) throw keyNotFound(id);
    await audit(stores, orgId, 'key.revoke', id, clock.now(), actor);
  });
}

/**
 * Makes a successor with the same name and scopes; the old key goes on for `overlapMs`, so that whoever uses it can
 * change over without a refused request.
 * @throws WorkflowError `key_not_found` where the key does not exist or has ended
 */
export function rotateApiKey(
  { atomically, clock }: KeyPorts,
  orgId: string,
  id: string,
  overlapMs: number,
  options: Pick<KeyOptions, 'expiresAt' | 'actor'> = {},
): Promise<NewKey> {
  const now = clock.now();
  return atomically(async (stores) => {
    const old = (await stores.apiKeys.list(orgId)).find((entry) => entry.id === id);
    if (!old || hasEnded(old, now)) throw keyNotFound(id);
    const made = await addKey(stores, orgId, old.name, { ...options, scopes: old.scopes }, now);
    await stores.apiKeys.expire(orgId, id, now + overlapMs);
    await audit(stores, orgId, 'key.rotate', id, now, options.actor);
    return made;
  });
}

/** True where a key is refused at `now`: revoked or past its end. */
export const hasEnded = ({ revokedAt, expiresAt }: ApiKeyEntry, now: number): boolean =>
  revokedAt !== null || (expiresAt !== null && expiresAt <= now);

/** To be audited by whoever calls it, in the same act. */
export async function addKey(
  { apiKeys }: AdministrativeStores,
  orgId: string,
  name: string,
  { scopes = DEFAULT_SCOPES, expiresAt = null }: KeyOptions,
  now: number,
): Promise<NewKey> {
  const key = PREFIX + randomBytes(32).toString('base64url');
  const id = `key_${randomBytes(8).toString('hex')}`;
  const entry = { id, orgId, name, scopes, createdAt: now, expiresAt, revokedAt: null };
  await apiKeys.add(entry, hashApiKey(key));
  return { key, entry };
}

export const audit = (
  { auditLog }: AdministrativeStores,
  orgId: string,
  act: string,
  subject: string,
  at: number,
  actor = 'cli',
): Promise<void> => auditLog.append(orgId, { at, actor, act, subject });

export const keyNotFound = (id: string) =>
  new WorkflowError('key_not_found', `No key ${id} of this org is in use. "leadlight keys list" names them.`, { id });
