import { createHash, randomBytes } from 'node:crypto';
import { WorkflowError } from '../../errors.ts';
import type { Administration, AdministrativeStores, ApiKeyEntry, Clock, KeyScope } from '../../ports/index.ts';

const KEY_PREFIX = 'llk_';

/** A new key's scopes by default: what the lead page of a rep needs. */
export const DEFAULT_SCOPES: readonly KeyScope[] = ['score', 'read'];
/** Whose records a key sees unless it is allowed more: no key sees accounts because propensities were added. */
export const DEFAULT_OBJECTS: readonly string[] = ['Lead'];
/** Every scope: a new one that is absent here is a compile error. */
export const KEY_SCOPES = Object.keys({ score: true, read: true, admin: true } satisfies Record<
  KeyScope,
  true
>) as readonly KeyScope[];

/** What is stored about a key. Keys have 256 random bits, so a plain hash without a salt is enough. */
export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex');

export interface KeyPorts extends Administration {
  readonly clock: Clock;
}

export interface KeyOptions {
  readonly scopes?: readonly KeyScope[];
  /** Objects whose records it may see, in addition to leads. */
  readonly objects?: readonly string[];
  /** null or undefined = never */
  readonly expiresAt?: number | null;
  /** For the audit log. */
  readonly actor?: string;
}

export interface NewKey {
  /** Shown once and never stored. */
  readonly key: string;
  readonly entry: ApiKeyEntry;
}

/** Creates a key of one org for the scoring API. */
export function createApiKey(
  { atomically, clock }: KeyPorts,
  orgId: string,
  name: string,
  options: KeyOptions = {},
): Promise<NewKey> {
  return atomically(async (stores) => {
    const created = await addKey(stores, orgId, name, options, clock.now());
    await audit(stores, orgId, 'key.create', created.entry.id, clock.now(), options.actor);
    return created;
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
 * Sets the objects whose records a key may see, in addition to leads.
 * @throws WorkflowError `key_not_found`
 */
export function allowKeyObjects(
  { atomically, clock }: KeyPorts,
  orgId: string,
  id: string,
  objects: readonly string[],
  actor?: string,
): Promise<readonly string[]> {
  const seen = [...new Set([...DEFAULT_OBJECTS, ...objects])];
  return atomically(async (stores) => {
    if (!(await stores.apiKeys.allowObjects(orgId, id, seen))) throw keyNotFound(id);
    await audit(stores, orgId, 'key.allow', id, clock.now(), actor);
    return seen;
  });
}

/**
 * Creates a successor with the same name, scopes and objects. The old key remains valid for `overlapMs`, so that its users can
 * change over without a rejected request.
 * @throws WorkflowError `key_not_found` if the key does not exist or has ended
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
    const created = await addKey(
      stores,
      orgId,
      old.name,
      { ...options, scopes: old.scopes, objects: old.objects },
      now,
    );
    await stores.apiKeys.expire(orgId, id, now + overlapMs);
    await audit(stores, orgId, 'key.rotate', id, now, options.actor);
    return created;
  });
}

/** True if a key is rejected at `now`, because it was revoked or has expired. */
export const hasEnded = ({ revokedAt, expiresAt }: ApiKeyEntry, now: number): boolean =>
  revokedAt !== null || (expiresAt !== null && expiresAt <= now);

/** The caller must audit it in the same transaction. */
export async function addKey(
  { apiKeys }: AdministrativeStores,
  orgId: string,
  name: string,
  {
    scopes = DEFAULT_SCOPES,
    objects = [],
    expiresAt = null,
    replaces = null,
  }: KeyOptions & { readonly replaces?: string | null },
  now: number,
): Promise<NewKey> {
  const key = KEY_PREFIX + randomBytes(32).toString('base64url');
  const id = `key_${randomBytes(8).toString('hex')}`;
  const seen = [...new Set([...DEFAULT_OBJECTS, ...objects])];
  const entry: ApiKeyEntry = {
    ...{ id, orgId, name, scopes, objects: seen, createdAt: now, expiresAt },
    ...{ revokedAt: null, replaces, provedAt: null },
  };
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

export const keyNotFound = (keyId: string) => new WorkflowError('key_not_found', { keyId });
