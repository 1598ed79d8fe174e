import { Command } from 'commander';
import {
  createApiKey,
  DEFAULT_SCOPES,
  hasEnded,
  revokeApiKey,
  rotateApiKey,
  type KeyScope,
} from '@leadlight/workflows';
import { chooseOrg, systemClock, withStorage } from '../compose.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { drawTable } from '../terminal/table.ts';
import { expiresAtOf, HOUR_MS, parseScopes, type KeyOptions, type ExpiryOptions } from './key-options.ts';
import { createCommand, ORG_OPTION, wholeNumberParser } from './options.ts';
import { keysTrustCommand } from './keys-trust.ts';

export const keysCommand = () =>
  new Command('keys')
    .addHelpText('after', '\nExample:\n  leadlight keys create --name salesforce')
    .description(
      'Keys for the scoring API: create, list, rotate, revoke, and trust a certificate in place of a secret.',
    )
    .addCommand(create())
    .addCommand(list())
    .addCommand(rotate())
    .addCommand(keysTrustCommand())
    .addCommand(revoke());

const create = () =>
  createCommand('create', 'Make a key, bound to one org. It is shown once and stored as a hash.', [
    'leadlight keys create --name salesforce',
    'leadlight keys create --name administration --scopes score,read,admin --expires-in-days 365',
  ])
    .requiredOption('--name <name>', 'what the key is for')
    .option('--scopes <list>', 'what it may do: score, read, admin', parseScopes, [...DEFAULT_SCOPES])
    .option('--expires-in-days <days>', 'when it ends by itself; never unless given', wholeNumberParser(1, 36_500))
    .option(...ORG_OPTION)
    .action(
      async (options: KeyOptions & ExpiryOptions & { readonly name: string; readonly scopes: readonly KeyScope[] }) => {
        const { key, entry } = await withStorage(options.folder, async (storage) =>
          createApiKey({ ...storage, clock: systemClock }, await chooseOrg(storage, options.org), options.name, {
            scopes: options.scopes,
            expiresAt: expiresAtOf(options),
          }),
        );
        const { id, orgId, name, expiresAt } = entry;
        writeOutput(options, { key, id, orgId, name, scopes: entry.scopes, expiresAt }, [
          key,
          `Key ${id} for org ${orgId} (${entry.scopes.join(', ')}). Keep it now: it cannot be shown again.`,
        ]);
      },
    );

const rotate = () =>
  createCommand(
    'rotate',
    'Make a successor of a key; the old one goes on for a while, so that nobody is refused meanwhile.',
    ['leadlight keys rotate key_0a1b2c3d4e5f6071 --overlap-hours 24'],
  )
    .argument('<id>', 'the key’s id, as "keys list" names it')
    .option('--overlap-hours <hours>', 'how long the old key goes on', wholeNumberParser(0, 8_760), 24)
    .option(
      '--expires-in-days <days>',
      'when the new key ends by itself; never unless given',
      wholeNumberParser(1, 36_500),
    )
    .option(...ORG_OPTION)
    .action(async (id: string, options: KeyOptions & ExpiryOptions & { readonly overlapHours: number }) => {
      const overlapMs = options.overlapHours * HOUR_MS;
      const { key, entry } = await withStorage(options.folder, async (storage) =>
        rotateApiKey({ ...storage, clock: systemClock }, await chooseOrg(storage, options.org), id, overlapMs, {
          expiresAt: expiresAtOf(options),
        }),
      );
      writeOutput(options, { key, id: entry.id, orgId: entry.orgId, name: entry.name, replaces: id }, [
        key,
        `Key ${entry.id} takes the place of ${id}, which ends in ${options.overlapHours} hours. Keep it now: it cannot be shown again.`,
      ]);
    });

const list = () =>
  createCommand('list', 'Name the keys of an org.', ['leadlight keys list'])
    .option(...ORG_OPTION)
    .action(async (options: KeyOptions) => {
      const keys = await withStorage(options.folder, async (storage) =>
        storage.apiKeys.list(await chooseOrg(storage, options.org)),
      );
      const day = (at: number | null) => (at === null ? '' : new Date(at).toISOString().slice(0, 10));
      const rows = keys.map((key) => [
        key.id,
        key.name,
        key.scopes.join(' '),
        day(key.createdAt),
        day(key.revokedAt ?? key.expiresAt),
        hasEnded(key, systemClock.now()) ? 'ended' : 'in use',
      ]);
      writeOutput(options, keys, [
        rows.length ? drawTable(rows, ['key', 'name', 'may', 'created', 'ends', '']) : 'This org has no keys.',
      ]);
    });

const revoke = () =>
  createCommand('revoke', 'End a key; the service refuses it within seconds.', [
    'leadlight keys revoke key_0a1b2c3d4e5f6071',
  ])
    .argument('<id>', 'the key’s id, as "keys list" names it')
    .option(...ORG_OPTION)
    .action(async (id: string, options: KeyOptions) => {
      await withStorage(options.folder, async (storage) =>
        revokeApiKey({ ...storage, clock: systemClock }, await chooseOrg(storage, options.org), id),
      );
      writeOutput(options, { id, revoked: true }, [`Key ${id} is revoked.`]);
    });
