import type { Storage } from '@leadlight/storage';
import { getConnection, type OrgConnection } from './connection-file.ts';
import { CliError } from './errors.ts';
import { secretKeys } from './secret-keys.ts';
import { systemClock, withStorage } from './with-storage.ts';

const NAME = 'salesforce';

/** Keeps a connection sealed in the database, for the workers of every machine. */
export async function keepConnection(storage: Storage, orgId: string, connection: OrgConnection): Promise<void> {
  await storage.secrets.put(orgId, NAME, JSON.stringify(connection));
  await audit(storage, orgId, 'connection.keep');
}

/** @returns false where none is kept */
export async function forgetConnection(storage: Storage, orgId: string): Promise<boolean> {
  const forgotten = await storage.secrets.remove(orgId, NAME);
  if (forgotten) await audit(storage, orgId, 'connection.forget');
  return forgotten;
}

/** Seals what is kept anew with the current key. @returns how many secrets of the org were sealed with a former one */
export async function resealSecrets(storage: Storage, orgId: string): Promise<number> {
  const resealed = await storage.secrets.reseal(orgId);
  if (resealed > 0) await audit(storage, orgId, 'secrets.reseal');
  return resealed;
}

const audit = (storage: Storage, orgId: string, act: string): Promise<void> =>
  storage.auditLog.append(orgId, { at: systemClock.now(), actor: 'cli', act, subject: NAME });

/**
 * The connection from the environment or the folder, else the one that is kept sealed in the database.
 * @throws CliError `not_connected`, `options` where several orgs have one; StorageError `secret_key_missing`, `secret_altered`
 */
export async function resolveConnection(folder: string): Promise<OrgConnection> {
  try {
    return getConnection(folder);
  } catch (error) {
    // One that is half given is not made up for by another one.
    if (isNamed(process.env) || secretKeys(process.env).length === 0) throw error;
    const kept = await withStorage(folder, findKept);
    if (kept === undefined) throw error;
    return kept;
  }
}

const isNamed = (env: NodeJS.ProcessEnv): boolean =>
  Object.entries(env).some(([name, value]) => name.startsWith('LEADLIGHT_SF_') && value);

/** As `resolveConnection`; undefined where no org is connected. */
export async function findConnection(folder: string): Promise<OrgConnection | undefined> {
  try {
    return await resolveConnection(folder);
  } catch (error) {
    if (error instanceof CliError && error.code === 'not_connected') return undefined;
    throw error;
  }
}

async function findKept(storage: Storage): Promise<OrgConnection | undefined> {
  const [orgId, ...others] = await storage.secrets.orgsWith(NAME);
  if (orgId === undefined) return undefined;
  if (others.length > 0) {
    const named = [orgId, ...others].join(', ');
    throw new CliError('options', `Connections to several orgs are kept (${named}). Name one in the environment.`);
  }
  const sealed = await storage.secrets.find(orgId, NAME);
  return sealed === undefined ? undefined : (JSON.parse(sealed) as OrgConnection);
}
