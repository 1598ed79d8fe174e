import { isLeadlightError } from '@leadlight/common';
import type { Storage } from '@leadlight/storage';
import { namedOrg, readSecretKeys } from '../environment.ts';
import { CliError } from '../errors.ts';
import { systemClock, withStorage } from '../with-storage.ts';
import { connectionFromEnvironment, readConnectionFile, type OrgConnection } from './connection-file.ts';

const SECRET_NAME = 'salesforce';

/** What is sealed in the database: the connection, and the user that it signed in as when it was saved. */
type SavedConnection = OrgConnection & { readonly user?: string };

/** A saved connection without its secrets. */
export interface ConnectionSummary {
  readonly orgId: string;
  /** Undefined without the key that sealed the connection. */
  readonly loginUrl: string | undefined;
  readonly user: string | undefined;
}

/**
 * Signs in once to check the connection, then saves it sealed in the database, for the workers of every machine.
 * @throws SalesforceError; StorageError `secret_key_missing`
 */
export async function saveConnection(storage: Storage, connection: OrgConnection): Promise<ConnectionSummary> {
  const { connectSalesforce, signedInUser } = await import('@leadlight/salesforce');
  const salesforce = await connectSalesforce(connection);
  const { orgId } = salesforce;
  const user = await signedInUser(salesforce);
  const saved: SavedConnection = { ...connection, user };
  await storage.secrets.put(orgId, SECRET_NAME, JSON.stringify(saved));
  await audit(storage, orgId, 'connection.save');
  return { orgId, loginUrl: connection.loginUrl, user };
}

/** @returns false where none is saved */
export async function forgetConnection(storage: Storage, orgId: string): Promise<boolean> {
  const forgotten = await storage.secrets.remove(orgId, SECRET_NAME);
  if (forgotten) await audit(storage, orgId, 'connection.forget');
  return forgotten;
}

/** Seals saved secrets again with the current key. @returns the number of secrets that an earlier key had sealed */
export async function resealSecrets(storage: Storage, orgId: string): Promise<number> {
  const resealed = await storage.secrets.reseal(orgId);
  if (resealed > 0) await audit(storage, orgId, 'secrets.reseal');
  return resealed;
}

const audit = (storage: Storage, orgId: string, act: string): Promise<void> =>
  storage.auditLog.append(orgId, { at: systemClock.now(), actor: 'cli', act, subject: SECRET_NAME });

/** The orgs that have a saved connection. */
export const savedOrgs = (storage: Storage): Promise<readonly string[]> => storage.secrets.orgsWith(SECRET_NAME);

/** @throws StorageError `secret_altered` */
export async function listConnections(storage: Storage): Promise<readonly ConnectionSummary[]> {
  const summaries: ConnectionSummary[] = [];
  for (const orgId of await savedOrgs(storage)) {
    const saved = await unsealConnection(storage, orgId).catch((error: unknown) => {
      if (isLeadlightError(error, 'secret_key_missing')) return undefined;
      throw error;
    });
    summaries.push({ orgId, loginUrl: saved?.loginUrl, user: saved?.user });
  }
  return summaries;
}

/**
 * The connection of the environment, else the saved one of the named org, else the one of the folder, else the only saved
 * one.
 * @param org the org named by `--org`; `LEADLIGHT_ORG` by default
 * @throws CliError `not_connected`, `org_ambiguous`; StorageError `secret_key_missing`, `secret_altered`
 */
export async function resolveConnection(folder: string, org?: string): Promise<OrgConnection> {
  const fromEnvironment = connectionFromEnvironment();
  if (fromEnvironment) return fromEnvironment;
  const named = namedOrg(org);
  const inFolder = readConnectionFile(folder);
  if (inFolder && named === undefined) return inFolder;
  const { connection, orgIds } = hasSecretKey()
    ? await withStorage(folder, (storage) => findSavedConnection(storage, named))
    : { orgIds: [] };
  const found = connection ?? inFolder;
  if (found) return found;
  throw new CliError('not_connected', { orgId: named, saved: orgIds });
}

/** As `resolveConnection`; undefined where there is none to this org. @throws as `resolveConnection` otherwise */
export async function findConnection(folder: string, orgId: string): Promise<OrgConnection | undefined> {
  try {
    return await resolveConnection(folder, orgId);
  } catch (error) {
    if (isLeadlightError(error, 'not_connected')) return undefined;
    throw error;
  }
}

/** Without a key nothing can be unsealed, and storage need not be opened. */
export const hasSecretKey = () => readSecretKeys(process.env).length > 0;

async function findSavedConnection(storage: Storage, named: string | undefined) {
  const orgIds = await savedOrgs(storage);
  if (named === undefined && orgIds.length > 1) throw new CliError('org_ambiguous', { orgIds });
  const orgId = named ?? orgIds[0];
  return { connection: orgId === undefined ? undefined : await unsealConnection(storage, orgId), orgIds };
}

async function unsealConnection(storage: Storage, orgId: string): Promise<SavedConnection | undefined> {
  const sealed = await storage.secrets.find(orgId, SECRET_NAME);
  return sealed === undefined ? undefined : (JSON.parse(sealed) as SavedConnection);
}

/**
 * The orgs that a worker serves: the named one, else the one of the environment or the folder (undefined: its id is unknown
 * before the sign-in), else every org with a saved connection.
 * @throws CliError `not_connected`; `org_ambiguous` where it is unclear which of several stored orgs is meant
 */
export async function connectedOrgs(folder: string, org?: string): Promise<readonly (string | undefined)[]> {
  const named = namedOrg(org);
  if (named !== undefined) {
    await resolveConnection(folder, named);
    return [named];
  }
  if (connectionFromEnvironment() || readConnectionFile(folder)) {
    const stored = await withStorage(folder, (storage) => storage.orgs.list());
    if (stored.length < 2) return [undefined];
    throw new CliError('org_ambiguous', { orgIds: stored.map(({ orgId }) => orgId) });
  }
  const orgIds = hasSecretKey() ? await withStorage(folder, savedOrgs) : [];
  if (orgIds.length === 0) throw new CliError('not_connected', { orgId: undefined, saved: [] });
  return orgIds;
}
