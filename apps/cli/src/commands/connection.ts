import type { Storage } from '@leadlight/storage';
import { Command } from 'commander';
import { chooseOrg, withStorage } from '../compose.ts';
import { connectionFromEnvironment, readConnectionFile } from '../connection/connection-file.ts';
import {
  forgetConnection,
  listConnections,
  resealSecrets,
  saveConnection,
  savedOrgs,
} from '../connection/saved-connection.ts';
import { namedOrg } from '../environment.ts';
import { CliError, optionsError } from '../errors.ts';
import { drawTable } from '../terminal/table.ts';
import { formatMinute, writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, type CommonOptions, type OrgOptions } from './options.ts';

export const connectionCommand = () =>
  new Command('connection')
    .description('Connections to orgs, sealed in the database: save, list, forget, reseal.')
    .addHelpText('after', '\nExample:\n  LEADLIGHT_SECRET_KEYS_FILE=/run/keys leadlight connection save')
    .addCommand(save())
    .addCommand(list())
    .addCommand(forget())
    .addCommand(reseal());

const save = () =>
  createCommand(
    'save',
    'Check the connection that the environment describes, and save it sealed with the first of LEADLIGHT_SECRET_KEYS.',
    ['leadlight connection save'],
  ).action(async (options: CommonOptions) => {
    const connection = connectionFromEnvironment() ?? readConnectionFile(options.folder);
    if (!connection) throw new CliError('not_connected', { orgId: undefined, saved: [] });
    const saved = await withStorage(options.folder, (storage) => saveConnection(storage, connection));
    writeOutput(options, { ...saved, saved: true }, [
      `The connection to org ${saved.orgId} as ${saved.user} is saved, sealed. Its secret can be removed from the environment.`,
    ]);
  });

const list = () =>
  createCommand('list', 'List the orgs with a saved connection, and those that were synced without one.', [
    'leadlight connection list',
  ]).action(async (options: CommonOptions) => {
    const orgs = await withStorage(options.folder, listOrgs);
    const rows = orgs.map(({ orgId, loginUrl, user, isSaved, lastSyncedAt }) => [
      orgId,
      loginUrl ?? (isSaved ? 'sealed with a key that is missing here' : 'not saved'),
      user ?? '',
      lastSyncedAt === null ? 'never' : formatMinute(lastSyncedAt),
    ]);
    writeOutput(options, orgs, [
      rows.length > 0
        ? drawTable(rows, ['org', 'login URL', 'user', 'synced (UTC)'])
        : 'No connection is saved, and no org was synced.',
    ]);
  });

async function listOrgs(storage: Storage) {
  const [connections, stored] = [await listConnections(storage), await storage.orgs.list()];
  const orgIds = [...new Set([...connections, ...stored].map(({ orgId }) => orgId))].sort();
  return orgIds.map((orgId) => {
    const connection = connections.find((each) => each.orgId === orgId);
    const lastSyncedAt = stored.find((each) => each.orgId === orgId)?.lastSyncedAt ?? null;
    return { orgId, loginUrl: connection?.loginUrl, user: connection?.user, isSaved: !!connection, lastSyncedAt };
  });
}

/** The named org, else the only one with a saved connection, else the only one there is. */
async function chooseSavedOrg(storage: Storage, given: string | undefined): Promise<string> {
  const named = namedOrg(given);
  if (named !== undefined) return named;
  const saved = await savedOrgs(storage);
  return saved.length === 1 ? saved[0]! : chooseOrg(storage, undefined);
}

const forget = () =>
  createCommand('forget', 'Remove a saved connection.', ['leadlight connection forget'])
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const { orgId, forgotten } = await withStorage(options.folder, async (storage) => {
        const org = await chooseSavedOrg(storage, options.org);
        return { orgId: org, forgotten: await forgetConnection(storage, org) };
      });
      if (!forgotten) {
        throw optionsError(
          `No connection to org ${orgId} is saved.`,
          '"leadlight connection list" shows those that are.',
        );
      }
      writeOutput(options, { orgId, saved: false }, [`The connection to org ${orgId} is forgotten.`]);
    });

const reseal = () =>
  createCommand(
    'reseal',
    'Seal again, with the first of LEADLIGHT_SECRET_KEYS, what an earlier key sealed, so that the earlier key can be removed.',
    ['leadlight connection reseal'],
  )
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const resealed = await withStorage(options.folder, async (storage) =>
        resealSecrets(storage, await chooseSavedOrg(storage, options.org)),
      );
      writeOutput(options, { resealed }, [
        resealed === 0 ? 'Everything is sealed with the current key.' : `${resealed} secrets are sealed again.`,
      ]);
    });
