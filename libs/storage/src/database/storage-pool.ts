import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { isStorageError } from '../errors.ts';
import { asConnectError, asStorageError, isConnectionLoss } from './connection-errors.ts';

export interface PoolLimits {
  readonly maxConnections?: number;
  readonly queryTimeoutMs?: number;
}

export interface PoolSource {
  /** Named in errors; without a password. */
  readonly address: string;
  open(): Promise<pg.Pool>;
  /** Finds or starts the server again after its connections were lost; absent where the address stays the same. */
  readonly reopen?: () => Promise<pg.Pool>;
  /** Lets go of a server that this process has started. */
  readonly release?: () => Promise<void>;
  /** True where each connection has its own session. */
  readonly supportsPreparedStatements?: boolean;
}

/** Kysely's pool over `pg`: turns lost connections into `StorageError` and follows an embedded server that was restarted. */
export class StoragePool implements PostgresPool {
  readonly options = {};
  readonly #source: PoolSource;
  readonly #clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  /** undefined before the first connection and after a failure to open: the next connection tries again. */
  #pool: Promise<pg.Pool> | undefined;
  /** Whether the server has rejected work for want of something, and no `noteRecovery` came since. */
  #failing = false;

  constructor(source: PoolSource) {
    this.#source = source;
  }

  async connect(): Promise<PostgresPoolClient> {
    const { open, reopen } = this.#source;
    const current = (this.#pool ??= this.#open(open));
    try {
      return await this.#clientOf(current);
    } catch (error) {
      if (reopen === undefined || !isConnectionLoss(error)) throw this.#failed(error);
      // Of the callers that lost the connection, the first opens a new pool.
      if (this.#pool === current) this.#pool = this.#open(() => replacePool(current, reopen));
    }
    try {
      return await this.#clientOf((this.#pool ??= this.#open(reopen)));
    } catch (error) {
      throw this.#failed(error);
    }
  }

  #failed(error: unknown): unknown {
    const typed = asConnectError(error, this.#source.address);
    this.#noteFailure(typed);
    return typed;
  }

  #noteFailure(error: unknown): void {
    if (isStorageError(error, 'storage_unavailable')) this.#failing = true;
  }

  get failing(): boolean {
    return this.#failing;
  }

  noteRecovery(): void {
    this.#failing = false;
  }

  async end(): Promise<void> {
    const pool = await this.#pool?.catch(() => undefined);
    await pool?.end();
  }

  #open(open: () => Promise<pg.Pool>): Promise<pg.Pool> {
    const pool = open();
    pool.catch(() => {
      if (this.#pool === pool) this.#pool = undefined;
    });
    return pool;
  }

  async #clientOf(pool: Promise<pg.Pool>): Promise<PostgresPoolClient> {
    const client = await (await pool).connect();
    const noteFailure = (error: unknown) => this.#noteFailure(error);
    const guarded = this.#clients.get(client) ?? guardClient(client, this.#source, noteFailure);
    this.#clients.set(client, guarded);
    return guarded;
  }
}

async function replacePool(former: Promise<pg.Pool>, reopen: () => Promise<pg.Pool>): Promise<pg.Pool> {
  // Not awaited: a client that is still checked out would delay the new pool.
  void former.then((pool) => pool.end()).catch(() => undefined);
  return reopen();
}

function guardClient(client: pg.PoolClient, source: PoolSource, onError: (error: unknown) => void): PostgresPoolClient {
  const { address, supportsPreparedStatements = false } = source;
  const plain = client as unknown as PostgresPoolClient;
  /** Final: after a timeout the response may still arrive, and would then be taken for that of the next query. */
  let brokenBy: unknown;
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    if (brokenBy !== undefined) throw brokenBy;
    const name = supportsPreparedStatements ? statementNameOf(text) : undefined;
    try {
      return await (name ? client.query({ name, text, values: [...parameters] }) : plain.query(text, parameters));
    } catch (error) {
      const storageError = asStorageError(error, address);
      if (isConnectionLoss(error)) brokenBy = storageError;
      onError(storageError);
      throw storageError;
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: (destroy) => plain.release(destroy === true || brokenBy !== undefined),
  };
}

/** Nearly all statements have one of a few texts: each is parsed once for a connection. */
const MAX_PREPARED_STATEMENTS = 500;
const statementNames = new Map<string, string>();

/** Not `select *`: its result changes under a running process when a newer release adds a column. */
const PREPARABLE = /^\s*(?:select|insert|update|delete|with)\b[^*]*$/i;

/** A name for a prepared statement; undefined where there are too many, because texts are built from values. */
function statementNameOf(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known !== undefined || statementNames.size >= MAX_PREPARED_STATEMENTS || !PREPARABLE.test(text)) return known;
  const name = `leadlight_${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}
