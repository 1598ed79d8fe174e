import type { Storage } from '@leadlight/storage';
import { Command } from 'commander';
import { chooseOrg, withStorage } from '../compose.ts';
import { connectionFromEnvironment, readConnectionFile, notConnectedError } from '../connection/connection-file.ts';
import { CliError } from '../errors.ts';
import {
  forgetConnection,
  saveConnection,
  savedOrgs,
  listConnections,
  resealSecrets,
} from '../connection/saved-connection.ts';
import { namedOrg } from '../connection/named-org.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { drawTable } from '../terminal/table.ts';
import { createCommand, ORG_OPTION, type CommonOptions } from './options.ts';

interface ConnectionOptions extends CommonOptions {
  readonly org?: string;
}

export const connectionCommand = () =>
  new Command('connection')
    .description('Connections to orgs, kept sealed in the database: keep, list, forget, seal anew.')
    .addHelpText('after', '\nExample:\n  LEADLIGHT_SECRET_KEYS_FILE=/run/keys leadlight connection keep')
    .addCommand(save())
    .addCommand(list())
    .addCommand(forget())
    .addCommand(reseal());

const save = () =>
  createCommand(
    'keep',
    'Try the connection that the environment names, and keep it sealed with the first of LEADLIGHT_SECRET_KEYS.',
    ['leadlight connection keep'],
  ).action(async (options: ConnectionOptions) => {
    const connection = connectionFromEnvironment() ?? readConnectionFile(options.folder);
    if (!connection) throw notConnectedError(undefined, []);
    const kept = await withStorage(options.folder, (storage) => saveConnection(storage, connection));
    writeOutput(options, { ...kept, kept: true }, [
      `The connection to org ${kept.orgId} as ${kept.user} is kept, sealed. The environment need not name its secret any longer.`,
    ]);
  });

const list = () =>
  createCommand('list', 'Name the orgs whose connection is kept, and those that were synced without.', [
    'leadlight connection list',
  ]).action(async (options: CommonOptions) => {
    const orgs = await withStorage(options.folder, listOrgs);
    const rows = orgs.map(({ orgId, loginUrl, user, isKept, lastSyncedAt }) => [
      orgId,
      loginUrl ?? (isKept ? 'sealed with a key that is not at hand' : 'not kept'),
      user ?? '',
      lastSyncedAt === null ? 'never' : new Date(lastSyncedAt).toISOString().slice(0, 16).replace('T', ' '),
    ]);
    writeOutput(options, orgs, [
      rows.length > 0
        ? drawTable(rows, ['org', 'signs in at', 'as', 'synced (UTC)'])
        : 'No connection is kept, and no org was synced.',
    ]);
  });

/** Orgs with a connection, and others with rows. */
async function listOrgs(storage: Storage) {
  const [kept, stored] = [await listConnections(storage), await storage.orgs.list()];
  const orgIds = [...new Set([...kept, ...stored].map(({ orgId }) => orgId))].sort();
  return orgIds.map((orgId) => {
    const connection = kept.find((each) => each.orgId === orgId);
    const lastSyncedAt = stored.find((each) => each.orgId === orgId)?.lastSyncedAt ?? null;
    return { orgId, loginUrl: connection?.loginUrl, user: connection?.user, isKept: !!connection, lastSyncedAt };
  });
}

/** The org named, else the only one whose connection is kept, else the only one there is. */
async function chooseSavedOrg(storage: Storage, given: string | undefined): Promise<string> {
  const named = namedOrg(given);
  if (named !== undefined) return named;
  const kept = await savedOrgs(storage);
  return kept.length === 1 ? kept[0]! : chooseOrg(storage, undefined);
}

const forget = () =>
  createCommand('forget', 'Remove the connection that is kept.', ['leadlight connection forget'])
    .option(...ORG_OPTION)
    .action(async (options: ConnectionOptions) => {
      const { orgId, forgotten } = await withStorage(options.folder, async (storage) => {
        const org = await chooseSavedOrg(storage, options.org);
        return { orgId: org, forgotten: await forgetConnection(storage, org) };
      });
      if (!forgotten) throw new CliError('options', `No connection to org ${orgId} is kept.`);
      writeOutput(options, { orgId, kept: false }, [`The connection to org ${orgId} is forgotten.`]);
    });

const reseal = () =>
  createCommand(
    'reseal',
    'Seal anew with the first of LEADLIGHT_SECRET_KEYS what a former one sealed, so that that one can be put away.',
    ['leadlight connection reseal'],
  )
    .option(...ORG_OPTION)
    .action(async (options: ConnectionOptions) => {
      const resealed = await withStorage(options.folder, async (storage) =>
        resealSecrets(storage, await chooseSavedOrg(storage, options.org)),
      );
      writeOutput(options, { resealed }, [
        resealed === 0 ? 'All is sealed with the current key.' : `${resealed} sealed anew.`,
      ]);
    });
