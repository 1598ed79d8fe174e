import { connectSalesforce, signedInUser } from '@leadlight/salesforce';
import { isStorageError, type Storage } from '@leadlight/storage';
import {
  connectionFromEnvironment,
  readConnectionFile,
  notConnectedError,
  type OrgConnection,
} from './connection-file.ts';
import { CliError } from '../errors.ts';
import { namedOrg, howToNameOrg } from './named-org.ts';
import { readSecretKeys } from './secret-keys.ts';
import { systemClock, withStorage } from '../with-storage.ts';

const SECRET_NAME = 'salesforce';

/** What is sealed: how to reach the org, and as whom it was tried. */
type SavedConnection = OrgConnection & { readonly user?: string };

/** A connection that is kept, without its secrets. */
export interface ConnectionSummary {
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
export async function saveConnection(storage: Storage, connection: OrgConnection): Promise<ConnectionSummary> {
  const salesforce = await connectSalesforce(connection);
  const { orgId } = salesforce;
  const user = await signedInUser(salesforce);
  const kept: SavedConnection = { ...connection, user };
  await storage.secrets.put(orgId, SECRET_NAME, JSON.stringify(kept));
  await audit(storage, orgId, 'connection.keep');
  return { orgId, loginUrl: connection.loginUrl, user };
}

/** @returns false where none is kept */
export async function forgetConnection(storage: Storage, orgId: string): Promise<boolean> {
  const forgotten = await storage.secrets.remove(orgId, SECRET_NAME);
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
  storage.auditLog.append(orgId, { at: systemClock.now(), actor: 'cli', act, subject: SECRET_NAME });

/** The orgs whose connection is kept. */
export const savedOrgs = (storage: Storage): Promise<readonly string[]> => storage.secrets.orgsWith(SECRET_NAME);

/** What is kept, without secrets. @throws StorageError `secret_altered` */
export async function listConnections(storage: Storage): Promise<readonly ConnectionSummary[]> {
  const listed: ConnectionSummary[] = [];
  for (const orgId of await savedOrgs(storage)) {
    const kept = await unsealConnection(storage, orgId).catch((error: unknown) => {
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
  const given = connectionFromEnvironment();
  if (given) return given;
  const inFolder = readConnectionFile(folder);
  if (inFolder && named === undefined) return inFolder;
  // Without a key there is nothing to unseal, and no storage to start for it.
  const hasKey = readSecretKeys(process.env).length > 0;
  const { kept, orgIds } = hasKey
    ? await withStorage(folder, (storage) => findSavedConnection(storage, named))
    : NO_SAVED_CONNECTION;
  const found = kept ?? inFolder;
  if (found) return found;
  throw notConnectedError(named, orgIds);
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
  const hasKey = readSecretKeys(process.env).length > 0;
  if (connectionFromEnvironment() || readConnectionFile(folder)) {
    const stored = await withStorage(folder, (storage) => storage.orgs.list());
    if (stored.length < 2) return [undefined];
    const orgIds = stored.map(({ orgId }) => orgId);
    throw new CliError('options', `There are several orgs (${orgIds.join(', ')}). ${howToNameOrg(orgIds)}`);
  }
  const orgIds = hasKey ? await withStorage(folder, savedOrgs) : [];
  if (orgIds.length === 0) throw notConnectedError(undefined, []);
  return orgIds;
}

interface SavedConnectionLookup {
  readonly kept: OrgConnection | undefined;
  /** The orgs of which one is kept. */
  readonly orgIds: readonly string[];
}

const NO_SAVED_CONNECTION: SavedConnectionLookup = { kept: undefined, orgIds: [] };

async function findSavedConnection(storage: Storage, named: string | undefined): Promise<SavedConnectionLookup> {
  const orgIds = await savedOrgs(storage);
  if (named === undefined && orgIds.length > 1) {
    throw new CliError('options', `Several orgs are connected (${orgIds.join(', ')}). ${howToNameOrg(orgIds)}`);
  }
  const orgId = named ?? orgIds[0];
  return { kept: orgId === undefined ? undefined : await unsealConnection(storage, orgId), orgIds };
}

async function unsealConnection(storage: Storage, orgId: string): Promise<SavedConnection | undefined> {
  const sealed = await storage.secrets.find(orgId, SECRET_NAME);
  return sealed === undefined ? undefined : (JSON.parse(sealed) as SavedConnection);
}
