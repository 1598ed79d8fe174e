import { connectSalesforce, signedInUser } from '@leadlight/salesforce';
import { isStorageError, type Storage } from '@leadlight/storage';
import { connectionInEnvironment, connectionInFolder, notConnected, type OrgConnection } from './connection-file.ts';
import { CliError } from './errors.ts';
import { namedOrg, nameOne } from './named-org.ts';
import { secretKeys } from './secret-keys.ts';
import { systemClock, withStorage } from './with-storage.ts';

const NAME = 'salesforce';

/** What is sealed: how to reach the org, and as whom it was tried. */
type KeptConnection = OrgConnection & { readonly user?: string };

/** A connection that is kept, without its secrets. */
export interface ListedConnection {
  readonly orgId: string;
  /** Undefined where the key that sealed it is not at hand. */
  readonly loginUrl: string | undefined;
  /** As whom it signs in; undefined where that was not kept. */
  readonly user: string | undefined;
}

/**
 * Tries a connection and keeps it sealed in the database, for the workers of every machine.
 * @throws SalesforceError; StorageError `secret_key_missing`
 */
export async function keepConnection(storage: Storage, connection: OrgConnection): Promise<ListedConnection> {
  const salesforce = await connectSalesforce(connection);
  const { orgId } = salesforce;
  const user = await signedInUser(salesforce);
  const kept: KeptConnection = { ...connection, user };
  await storage.secrets.put(orgId, NAME, JSON.stringify(kept));
  await audit(storage, orgId, 'connection.keep');
  return { orgId, loginUrl: connection.loginUrl, user };
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

/** The orgs whose connection is kept. */
export const keptOrgs = (storage: Storage): Promise<readonly string[]> => storage.secrets.orgsWith(NAME);

/** What is kept, without secrets. @throws StorageError `secret_altered` */
export async function listConnections(storage: Storage): Promise<readonly ListedConnection[]> {
  const listed: ListedConnection[] = [];
  for (const orgId of await keptOrgs(storage)) {
    const kept = await unsealed(storage, orgId).catch((error: unknown) => {
      if (isStorageError(error, 'secret_key_missing')) return undefined;
      throw error;
    });
    listed.push({ orgId, loginUrl: kept?.loginUrl, user: kept?.user });
  }
  return listed;
}

/**
 * The connection that the environment names, else the one that is kept sealed of the org that is meant, else the folder's,
 * else the only one that is kept.
 * @param org which org; unless given, as `namedOrg` says
 * @throws CliError `not_connected`, `options` where several are kept and none is named; StorageError `secret_key_missing`, `secret_altered`
 */
export async function resolveConnection(folder: string, org?: string): Promise<OrgConnection> {
  const named = namedOrg(org);
  const given = connectionInEnvironment();
  if (given) return given;
  const inFolder = connectionInFolder(folder);
  if (inFolder && named === undefined) return inFolder;
  // Without a key there is nothing to unseal, and no storage to start for it.
  const hasKey = secretKeys(process.env).length > 0;
  const { kept, orgIds } = hasKey ? await withStorage(folder, (storage) => findKept(storage, named)) : NOTHING_KEPT;
  const found = kept ?? inFolder;
  if (found) return found;
  throw notConnected(named, orgIds);
}

/**
 * The orgs that a worker works for: the one that is named, the one that environment or folder lead to (undefined: which one
 * is known once it is signed in to), else every one whose connection is kept.
 * @throws CliError `not_connected`; `options` where it is not clear which of several stored orgs is meant
 */
export async function connectedOrgs(folder: string, org?: string): Promise<readonly (string | undefined)[]> {
  const named = namedOrg(org);
  if (named !== undefined) {
    await resolveConnection(folder, named);
    return [named];
  }
  const hasKey = secretKeys(process.env).length > 0;
  if (connectionInEnvironment() || connectionInFolder(folder)) {
    const stored = await withStorage(folder, (storage) => storage.orgs.list());
    if (stored.length < 2) return [undefined];
    const orgIds = stored.map(({ orgId }) => orgId);
    throw new CliError('options', `There are several orgs (${orgIds.join(', ')}). ${nameOne(orgIds)}`);
  }
  const orgIds = hasKey ? await withStorage(folder, keptOrgs) : [];
  if (orgIds.length === 0) throw notConnected(undefined, []);
  return orgIds;
}

interface Kept {
  readonly kept: OrgConnection | undefined;
  /** The orgs of which one is kept. */
  readonly orgIds: readonly string[];
}

const NOTHING_KEPT: Kept = { kept: undefined, orgIds: [] };

async function findKept(storage: Storage, named: string | undefined): Promise<Kept> {
  const orgIds = await keptOrgs(storage);
  if (named === undefined && orgIds.length > 1) {
    throw new CliError('options', `Several orgs are connected (${orgIds.join(', ')}). ${nameOne(orgIds)}`);
  }
  const orgId = named ?? orgIds[0];
  return { kept: orgId === undefined ? undefined : await unsealed(storage, orgId), orgIds };
}

async function unsealed(storage: Storage, orgId: string): Promise<KeptConnection | undefined> {
  const sealed = await storage.secrets.find(orgId, NAME);
  return sealed === undefined ? undefined : (JSON.parse(sealed) as KeptConnection);
}
