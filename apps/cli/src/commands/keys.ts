import { Command } from 'commander';
import { createApiKey, revokeApiKey } from '@leadlight/workflows';
import { chooseOrg, systemClock, withStorage } from '../compose.ts';
import { say } from '../terminal/say.ts';
import { drawTable } from '../terminal/table.ts';
import { command, type CommonOptions } from './options.ts';

interface KeyOptions extends CommonOptions {
  readonly org?: string;
}

export const keysCommand = () =>
  new Command('keys')
    .description('Keys for the scoring API: create, list, revoke.')
    .addCommand(create())
    .addCommand(list())
    .addCommand(revoke());

const create = () =>
  command('create', 'Make a key, bound to one org. It is shown once and stored as a hash.', [
    'leadlight keys create --name salesforce',
  ])
    .requiredOption('--name <name>', 'what the key is for')
    .option('--org <id>', 'which org; the only one where there is one')
    .action(async (options: KeyOptions & { readonly name: string }) => {
      const { key, entry } = await withStorage(options.folder, async (storage) =>
        createApiKey({ ...storage, clock: systemClock }, await chooseOrg(storage, options.org), options.name),
      );
      say(options, { key, id: entry.id, orgId: entry.orgId, name: entry.name }, [
        key,
        `Key ${entry.id} for org ${entry.orgId}. Keep it now: it cannot be shown again.`,
      ]);
    });

const list = () =>
  command('list', 'Name the keys of an org.', ['leadlight keys list'])
    .option('--org <id>', 'which org; the only one where there is one')
    .action(async (options: KeyOptions) => {
      const keys = await withStorage(options.folder, async (storage) =>
        storage.apiKeys.list(await chooseOrg(storage, options.org)),
      );
      const day = (at: number | null) => (at === null ? '' : new Date(at).toISOString().slice(0, 10));
      const rows = keys.map(({ id, name, createdAt, revokedAt }) => [id, name, day(createdAt), day(revokedAt)]);
      say(options, keys, [
        rows.length ? drawTable(rows, ['key', 'name', 'created', 'revoked']) : 'This org has no keys.',
      ]);
    });

const revoke = () =>
  command('revoke', 'End a key; the service refuses it within seconds.', ['leadlight keys revoke key_0a1b2c3d4e5f6071'])
    .argument('<id>', 'the key’s id, as "keys list" names it')
    .option('--org <id>', 'which org; the only one where there is one')
    .action(async (id: string, options: KeyOptions) => {
      await withStorage(options.folder, async (storage) =>
        revokeApiKey({ ...storage, clock: systemClock }, await chooseOrg(storage, options.org), id),
      );
      say(options, { id, revoked: true }, [`Key ${id} is revoked.`]);
    });
