/** Why storage refused, with the facts a caller can act on. */
export type StorageFailure =
  /** Another process owns the embedded storage folder and cannot be joined. */
  | { readonly code: 'storage_in_use'; readonly folder: string; readonly pid: number | null }
  /** The database was migrated by a newer release than this one. */
  | { readonly code: 'storage_newer'; readonly found: number; readonly known: number }
  | { readonly code: 'storage_unreachable'; readonly where: string }
  /** The embedded server did not come up; `detail` holds its last words. */
  | { readonly code: 'storage_start_failed'; readonly folder: string; readonly detail: string }
  | { readonly code: 'model_not_found'; readonly orgId: string; readonly modelId: string }
  | { readonly code: 'lease_lost'; readonly orgId: string; readonly work: string }
  /** Not 32 bytes. */
  | { readonly code: 'secret_key_invalid'; readonly bytes: number }
  /** No key at all (`keyId` null), or not the one that sealed this secret. */
  | { readonly code: 'secret_key_missing'; readonly name: string; readonly keyId: string | null }
  | { readonly code: 'secret_altered'; readonly name: string }
  /** A query on an org's rows that does not name the org: a programming error, caught before it runs. */
  | { readonly code: 'org_unscoped'; readonly table: string };

export type StorageErrorCode = StorageFailure['code'];

type FailureOf<C extends StorageErrorCode> = Extract<StorageFailure, { code: C }>;

const messages: { readonly [C in StorageErrorCode]: (failure: FailureOf<C>) => string } = {
  storage_in_use: ({ folder, pid }) =>
    `The storage folder ${folder} is in use by ${pid === null ? 'another process' : `process ${pid}`}. ` +
    'Stop that process, or name another folder.',
  storage_newer: ({ found, known }) =>
    `The database is at migration ${found}, and this release knows ${known}. Start the release that migrated it, or a newer one.`,
  storage_unreachable: ({ where }) =>
    `No answer from storage at ${where}. Check that the server runs and that its address, user and password are right.`,
  storage_start_failed: ({ folder, detail }) =>
    `The embedded storage in ${folder} did not start: ${detail}. Check that the folder is writable and the disk not full.`,
  model_not_found: ({ orgId, modelId }) =>
    `The org ${orgId} has no model ${modelId}. List the org's models, or train one first.`,
  lease_lost: ({ orgId, work }) =>
    `Another process took over "${work}" for the org ${orgId}. Stop this run; the other one goes on.`,
  secret_key_invalid: ({ bytes }) =>
    `A key for secrets has ${bytes} bytes instead of 32. Make one with: openssl rand -base64 32`,
  secret_key_missing: ({ name, keyId }) =>
    keyId === null
      ? `No key is set to seal the secret "${name}" with. Make one with: openssl rand -base64 32`
      : `The secret "${name}" was sealed with the key ${keyId}, which is not at hand. Name that key beside the current one.`,
  secret_altered: ({ name }) => `The stored secret "${name}" was altered or moved. Store it anew.`,
  org_unscoped: ({ table }) => `A query on "${table}" names no org_id. Every query on an org's rows must.`,
};

function describe<C extends StorageErrorCode>(failure: FailureOf<C>): string {
  return messages[failure.code as C](failure);
}

/** Every failure that storage raises on purpose. `failure.code` tells which. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly failure: StorageFailure;

  constructor(failure: StorageFailure, options?: { readonly cause?: unknown }) {
    super(describe(failure), options);
    this.failure = failure;
  }

  get code(): StorageErrorCode {
    return this.failure.code;
  }
}

export function isStorageError(error: unknown, code?: StorageErrorCode): error is StorageError {
  return error instanceof StorageError && (code === undefined || error.code === code);
}
