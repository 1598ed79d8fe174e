import { defineErrors, LeadlightError, type ErrorCode, type ErrorFacts } from '@leadlight/common';

interface UnavailableFacts {
  readonly address: string;
  readonly sqlState: string;
  /** The message of the server. */
  readonly detail: string;
}

/** What an operator can do about a SQLSTATE. The first entry applies whose text the SQLSTATE starts with. */
const REMEDIES: readonly (readonly [sqlState: string, remedy: string])[] = [
  ['53100', 'Free disk space for it; Leadlight then recovers on its own.'],
  ['53200', 'Give the database server more memory; Leadlight then recovers on its own.'],
  ['53300', 'Raise max_connections of the server, or end other connections to it.'],
  ['53', 'See the log of the database server: it lacks a resource that it needs.'],
  [
    '25006',
    'It accepts no writes: check that DATABASE_URL names the primary server and that nobody made it read-only.',
  ],
  ['42501', 'Check that its file system is writable and that its user owns the tables of Leadlight.'],
];

const remedyOf = (sqlState: string): string =>
  REMEDIES.find(([start]) => sqlState.startsWith(start))?.[1] ?? 'See the log of the database server.';

export const storageErrors = defineErrors({
  storage_in_use: {
    reason: ({ folder, pid }: { folder: string; pid: number | null }) =>
      `The storage folder ${folder} is in use by ${pid === null ? 'another process' : `process ${pid}`}.`,
    remedy: 'Stop that process, or choose another folder.',
    example: { folder: '/srv/leadlight', pid: 4711 },
  },
  storage_newer: {
    reason: ({ newest, supported }: { newest: string; supported: string }) =>
      `The database is at migration ${newest}, and this release supports migrations up to ${supported}.`,
    remedy: 'Start the release that migrated the database, or a newer one.',
    example: { newest: '0003-orders', supported: '0002-accounts' },
  },
  storage_migrations_differ: {
    reason: ({ expected, found }: { expected: string; found: string }) =>
      `The database has run the migration ${found} where this release expects ${expected}.`,
    remedy: 'Check that the address names a Leadlight database and that no development version has migrated it.',
    example: { expected: '0002-accounts', found: '0002-contacts' },
  },
  storage_unreachable: {
    reason: ({ address }: { address: string }) => `Storage at ${address} does not answer.`,
    remedy: 'Check that the server runs and that its address, user and password are right.',
    example: { address: 'postgresql://db.example/leadlight' },
  },
  database_url_invalid: {
    reason: ({ detail }: { detail: string }) => `DATABASE_URL is not the address of a PostgreSQL server: ${detail}.`,
    remedy:
      'Write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with special characters of the password percent-encoded (# as %23).',
    example: { detail: 'it cannot be read as a URL' },
  },
  storage_unavailable: {
    reason: ({ address, sqlState, detail }: UnavailableFacts) =>
      `Storage at ${address} cannot do its work now: ${detail} (SQLSTATE ${sqlState}).`,
    remedy: ({ sqlState }: UnavailableFacts) => `${remedyOf(sqlState)} Everything confirmed so far is stored.`,
    example: {
      address: 'postgresql://db.example/leadlight',
      sqlState: '53100',
      detail: 'could not extend file "base/5/16577": No space left on device',
    },
  },
  storage_not_answering: {
    reason: ({ folder, pid, seconds }: { folder: string; pid: number; seconds: number }) =>
      `The embedded storage in ${folder} is served by process ${pid}, which has not answered for ${seconds} s.`,
    remedy:
      'Try again. If that does not help, find out what that process is doing before you stop it: others may use it.',
    example: { folder: '/srv/leadlight', pid: 4711, seconds: 60 },
  },
  storage_start_failed: {
    reason: ({ folder, detail }: { folder: string; detail: string }) =>
      `The embedded storage in ${folder} did not start: ${detail}.`,
    remedy: 'Check that the folder is writable and the disk is not full.',
    example: { folder: '/srv/leadlight', detail: 'there is no space left on its disk' },
  },
  model_not_found: {
    reason: ({ orgId, modelId }: { orgId: string; modelId: string }) => `The org ${orgId} has no model ${modelId}.`,
    remedy: "List the org's models, or train one first.",
    example: { orgId: '00D000000000001EAA', modelId: '0123456789abcdef' },
  },
  claim_lost: {
    reason: ({ orgId, work }: { orgId: string; work: string }) =>
      `Another process took over "${work}" for the org ${orgId}.`,
    remedy: 'Stop this run; the other process continues.',
    example: { orgId: '00D000000000001EAA', work: 'sync' },
  },
  secret_key_invalid: {
    reason: ({ bytes }: { bytes: number }) => `A key for secrets has ${bytes} bytes instead of 32.`,
    remedy: 'Create one with: openssl rand -base64 32',
    example: { bytes: 31 },
  },
  /** `keyId` is null where no key is set at all. */
  secret_key_missing: {
    reason: ({ name, keyId }: { name: string; keyId: string | null }) =>
      keyId === null
        ? `No key is set to seal the secret "${name}" with.`
        : `The secret "${name}" was sealed with the key ${keyId}, which is not configured.`,
    remedy: ({ keyId }: { keyId: string | null }) =>
      keyId === null
        ? 'Create one with: openssl rand -base64 32'
        : 'Add that key to the configured keys, after the current one.',
    example: { name: 'client', keyId: 'ab12cd34ab12cd34' },
  },
  secret_altered: {
    reason: ({ name }: { name: string }) => `The stored secret "${name}" was altered or moved.`,
    remedy: 'Store it again.',
    example: { name: 'client' },
  },
  /** A programming error, found before the query runs. */
  org_unscoped: {
    reason: ({ table }: { table: string }) => `A query on "${table}" does not name org_id.`,
    remedy: "Add a condition on org_id: every query on an org's rows needs one.",
    example: { table: 'lead' },
  },
});

export type StorageErrorCode = ErrorCode<typeof storageErrors>;
type Facts<C extends StorageErrorCode> = ErrorFacts<typeof storageErrors, C>;

/** Every failure that storage raises on purpose. */
export class StorageError<C extends StorageErrorCode = StorageErrorCode> extends LeadlightError<C, Facts<C>> {
  override readonly name = 'StorageError';

  constructor(code: C, facts: Facts<C>, options?: ErrorOptions) {
    super(storageErrors, code, facts, options);
  }
}

/** True for an error of storage; with a code, only for that one. */
export const isStorageError = <C extends StorageErrorCode>(error: unknown, code?: C): error is StorageError<C> =>
  error instanceof StorageError && (code === undefined || error.code === code);
