import { Command } from 'commander';
import { chooseOrg, connectCrm, withStorage } from '../compose.ts';
import { getConnection } from '../connection-file.ts';
import { CliError } from '../errors.ts';
import { forgetConnection, keepConnection, resealSecrets } from '../kept-connection.ts';
import { say } from '../terminal/say.ts';
import { command, type CommonOptions } from './options.ts';

interface ConnectionOptions extends CommonOptions {
  readonly org?: string;
}

export const connectionCommand = () =>
  new Command('connection')
    .description('The connection to the org, kept sealed in the database: keep, forget, seal anew.')
    .addHelpText('after', '\nExample:\n  LEADLIGHT_SECRET_KEYS_FILE=/run/keys leadlight connection keep')
    .addCommand(keep())
    .addCommand(forget())
    .addCommand(reseal());

const keep = () =>
  command(
    'keep',
    'Try the connection that the environment names, and keep it sealed with the first of LEADLIGHT_SECRET_KEYS.',
    ['leadlight connection keep'],
  ).action(async (options: ConnectionOptions) => {
    const connection = getConnection(options.folder);
    const { source } = await connectCrm(options.folder, connection);
    const orgId = await source.orgId();
    await withStorage(options.folder, (storage) => keepConnection(storage, orgId, connection));
    say(options, { orgId, kept: true }, [
      `The connection to org ${orgId} is kept, sealed. The environment need not name its secret any longer.`,
    ]);
  });

const forget = () =>
  command('forget', 'Remove the connection that is kept.', ['leadlight connection forget'])
    .option('--org <id>', 'which org; the only one where there is one')
    .action(async (options: ConnectionOptions) => {
      const { orgId, forgotten } = await withStorage(options.folder, async (storage) => {
        const org = await chooseOrg(storage, options.org);
        return { orgId: org, forgotten: await forgetConnection(storage, org) };
      });
      if (!forgotten) throw new CliError('options', `No connection to org ${orgId} is kept.`);
      say(options, { orgId, kept: false }, [`The connection to org ${orgId} is forgotten.`]);
    });

const reseal = () =>
  command(
    'reseal',
    'Seal anew with the first of LEADLIGHT_SECRET_KEYS what a former one sealed, so that that one can be put away.',
    ['leadlight connection reseal'],
  )
    .option('--org <id>', 'which org; the only one where there is one')
    .action(async (options: ConnectionOptions) => {
      const resealed = await withStorage(options.folder, async (storage) =>
        resealSecrets(storage, await chooseOrg(storage, options.org)),
      );
      say(options, { resealed }, [resealed === 0 ? 'All is sealed with the current key.' : `${resealed} sealed anew.`]);
    });
