import { HOUR_MS } from '@leadlight/common';
import { subjectObjects } from '@leadlight/propensity';
import {
  allowKeyObjects,
  createApiKey,
  DEFAULT_SCOPES,
  hasEnded,
  needsProof,
  revokeApiKey,
  rotateApiKey,
  type ApiKeyEntry,
  type KeyScope,
} from '@leadlight/workflows';
import { Command } from 'commander';
import { systemClock, withOrg } from '../compose.ts';
import { drawTable } from '../terminal/table.ts';
import { formatDay, writeOutput } from '../terminal/write-output.ts';
import { EXPIRY_OPTION, expiresAtOf, parseObjects, parseScopes, type ExpiryOptions } from './key-options.ts';
import { keysTrustCommand } from './keys-trust.ts';
import { createCommand, ORG_OPTION, wholeNumberParser, type OrgOptions } from './options.ts';

export const keysCommand = () =>
  new Command('keys')
    .addHelpText('after', '\nExample:\n  leadlight keys create --name salesforce')
    .description('Keys of the scoring API: create, list, rotate, revoke, and trust a certificate instead of a secret.')
    .addCommand(create())
    .addCommand(list())
    .addCommand(allow())
    .addCommand(rotate())
    .addCommand(keysTrustCommand())
    .addCommand(revoke());

interface CreateOptions extends OrgOptions, ExpiryOptions {
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly objects: readonly string[];
}

const create = () =>
  createCommand('create', 'Create a key for one org. It is shown once and stored as a hash.', [
    'leadlight keys create --name salesforce',
    'leadlight keys create --name administration --scopes score,read,admin --expires-in-days 365',
  ])
    .requiredOption('--name <name>', 'purpose of the key')
    .option('--scopes <list>', 'what the key may do: score, read, admin', parseScopes, [...DEFAULT_SCOPES])
    .option('--objects <list>', OBJECTS_HELP, parseObjects, [])
    .option(...EXPIRY_OPTION)
    .option(...ORG_OPTION)
    .action(async (options: CreateOptions) => {
      const { key, entry } = await withOrg(options, (ports, orgId) =>
        createApiKey(ports, orgId, options.name, {
          ...{ scopes: options.scopes, objects: options.objects },
          expiresAt: expiresAtOf(options),
        }),
      );
      const { id, orgId, name, expiresAt, scopes, objects } = entry;
      writeOutput(options, { key, id, orgId, name, scopes, objects, expiresAt }, [
        key,
        `Key ${id} for org ${orgId} (${scopes.join(', ')}). Copy it now: it cannot be shown again.`,
      ]);
    });

const OBJECTS_HELP = `objects whose records the key may see besides leads: some of ${subjectObjects.join(', ')}`;

const allow = () =>
  createCommand('allow', 'Set the objects whose records a key may see; every key sees leads.', [
    'leadlight keys allow key_0a1b2c3d4e5f6071 --objects Account,Opportunity',
  ])
    .argument('<id>', 'id of the key, as "keys list" shows it')
    .requiredOption('--objects <list>', `${OBJECTS_HELP}; Lead = only leads`, parseObjects)
    .option(...ORG_OPTION)
    .action(async (id: string, options: OrgOptions & Pick<CreateOptions, 'objects'>) => {
      const objects = await withOrg(options, (ports, orgId) => allowKeyObjects(ports, orgId, id, options.objects));
      writeOutput(options, { id, objects }, [`Key ${id} may see records of ${objects.join(', ')}.`]);
    });

const rotate = () =>
  createCommand('rotate', 'Create the successor of a key. The old key stays valid for an overlap.', [
    'leadlight keys rotate key_0a1b2c3d4e5f6071 --overlap-hours 24',
  ])
    .argument('<id>', 'id of the key, as "keys list" shows it')
    .option('--overlap-hours <hours>', 'hours that the old key stays valid', wholeNumberParser(0, 8_760), 24)
    .option(...EXPIRY_OPTION)
    .option(...ORG_OPTION)
    .action(async (id: string, options: OrgOptions & ExpiryOptions & { readonly overlapHours: number }) => {
      const { overlapHours } = options;
      const expiresAt = expiresAtOf(options);
      const { key, entry } = await withOrg(options, (ports, orgId) =>
        rotateApiKey(ports, orgId, id, overlapHours * HOUR_MS, { expiresAt }),
      );
      writeOutput(options, { key, id: entry.id, orgId: entry.orgId, name: entry.name, replaces: id }, [
        key,
        `Key ${entry.id} replaces ${id}, which expires in ${overlapHours} hours. Copy it now: it cannot be shown again.`,
      ]);
    });

const list = () =>
  createCommand('list', 'List the keys of an org.', ['leadlight keys list'])
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const keys = await withOrg(options, ({ apiKeys }, orgId) => apiKeys.list(orgId));
      const rows = keys.map((key) => {
        const endsAt = key.revokedAt ?? key.expiresAt;
        return [
          key.id,
          key.name,
          key.scopes.join(' '),
          key.objects.join(' '),
          formatDay(key.createdAt),
          endsAt === null ? '' : formatDay(endsAt),
          stateOf(key),
        ];
      });
      writeOutput(options, keys, [
        rows.length
          ? drawTable(rows, ['key', 'name', 'scopes', 'objects', 'created', 'ends', ''])
          : 'This org has no keys.',
      ]);
    });

function stateOf(key: ApiKeyEntry): string {
  if (hasEnded(key, systemClock.now())) return 'ended';
  return needsProof(key) ? 'not used yet' : 'valid';
}

const revoke = () =>
  createCommand('revoke', 'End a key. The service rejects it within seconds.', [
    'leadlight keys revoke key_0a1b2c3d4e5f6071',
  ])
    .argument('<id>', 'id of the key, as "keys list" shows it')
    .option(...ORG_OPTION)
    .action(async (id: string, options: OrgOptions) => {
      await withOrg(options, (ports, orgId) => revokeApiKey(ports, orgId, id));
      writeOutput(options, { id, revoked: true }, [`Key ${id} is revoked.`]);
    });
