import { createHash, randomBytes } from 'node:crypto';
import { WorkflowError } from '../errors.ts';
import type { ApiKeyEntry, ApiKeyStore, AuditLog, Clock, KeyScope } from '../ports/index.ts';

const PREFIX = 'llk_';

/** What a key may do unless it is said: all that a rep’s page needs. */
export const DEFAULT_SCOPES: readonly KeyScope[] = ['score', 'read'];
export const ALL_SCOPES: readonly KeyScope[] = ['score', 'read', 'admin'];

/** What is stored of a key. Keys carry 256 random bits, so a plain hash is enough: there is nothing to guess. */
export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex');

export interface KeyPorts {
  readonly apiKeys: ApiKeyStore;
  readonly auditLog: AuditLog;
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
export async function createApiKey(
  ports: KeyPorts,
  orgId: string,
  name: string,
  options: KeyOptions = {},
): Promise<NewKey> {
  const made = await addKey(ports, orgId, name, options);
  await audit(ports, orgId, 'key.create', made.entry.id, options.actor);
  return made;
}

/** @throws WorkflowError `key_not_found` */
export async function revokeApiKey(ports: KeyPorts, orgId: string, id: string, actor?: string): Promise<void> {
  if (!(await ports.apiKeys.revoke(orgId, id, ports.clock.now()))) throw keyNotFound(id);
  await audit(ports, orgId, 'key.revoke', id, actor);
}

/**
 * Makes a successor with the same name and scopes; the old key goes on for `overlapMs`, so that whoever uses it can
 * change over without a refused request.
 * @throws WorkflowError `key_not_found` where the key does not exist or has ended
 */
export async function rotateApiKey(
  ports: KeyPorts,
  orgId: string,
  id: string,
  overlapMs: number,
  options: Pick<KeyOptions, 'expiresAt' | 'actor'> = {},
): Promise<NewKey> {
  const now = ports.clock.now();
  const old = (await ports.apiKeys.list(orgId)).find((entry) => entry.id === id);
  if (!old || hasEnded(old, now)) throw keyNotFound(id);
  const made = await addKey(ports, orgId, old.name, { ...options, scopes: old.scopes });
  await ports.apiKeys.expire(orgId, id, now + overlapMs);
  await audit(ports, orgId, 'key.rotate', id, options.actor);
  return made;
}

/** True where a key is refused at `now`: revoked or past its end. */
export const hasEnded = ({ revokedAt, expiresAt }: ApiKeyEntry, now: number): boolean =>
  revokedAt !== null || (expiresAt !== null && expiresAt <= now);

async function addKey(
  { apiKeys, clock }: KeyPorts,
  orgId: string,
  name: string,
  { scopes = DEFAULT_SCOPES, expiresAt = null }: KeyOptions,
): Promise<NewKey> {
  const key = PREFIX + randomBytes(32).toString('base64url');
  const id = `key_${randomBytes(8).toString('hex')}`;
  const entry = { id, orgId, name, scopes, createdAt: clock.now(), expiresAt, revokedAt: null };
  await apiKeys.add(entry, hashApiKey(key));
  return { key, entry };
}

const audit = ({ auditLog, clock }: KeyPorts, orgId: string, act: string, subject: string, actor = 'cli') =>
  auditLog.append(orgId, { at: clock.now(), actor, act, subject });

export const keyNotFound = (id: string) =>
  new WorkflowError('key_not_found', `No key ${id} of this org is in use. "leadlight keys list" names them.`, { id });
