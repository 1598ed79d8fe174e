import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { asStorageError, isConnectionLoss } from './connection-errors.ts';

export interface PoolLimits {
  /** At most so many. */
  readonly maxConnections?: number;
  readonly queryTimeoutMs?: number;
}

export interface PoolSource {
  /** Named in errors; never a password. */
  readonly address: string;
  open(): Promise<pg.Pool>;
  /** A fresh pool where the server itself has to be found or started again; absent where the address stays. */
  readonly reopen?: () => Promise<pg.Pool>;
  /** Every connection is a session of its own, so that statements may be prepared in it. */
  readonly supportsPreparedStatements?: boolean;
}

/** Kysely's pool over `pg`: turns lost connections into typed errors, and follows an embedded server that was restarted. */
export class StoragePool implements PostgresPool {
  readonly options = {};
  private readonly source: PoolSource;
  private readonly clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  /** undefined before the first connection, and after an opening that failed: the next connection tries again. */
  private pool: Promise<pg.Pool> | undefined;

  constructor(source: PoolSource) {
    this.source = source;
  }

  async connect(): Promise<PostgresPoolClient> {
    const { open, reopen, address: where } = this.source;
    const current = (this.pool ??= this.opening(open));
    try {
      return await this.clientOf(current);
    } catch (error) {
      if (reopen === undefined || !isConnectionLoss(error)) throw asStorageError(error, where);
      // Of those who lost it together, the first looks for a new one.
      if (this.pool === current) this.pool = this.opening(() => replace(current, reopen));
    }
    try {
      return await this.clientOf((this.pool ??= this.opening(reopen)));
    } catch (error) {
      throw asStorageError(error, where);
    }
  }

  async end(): Promise<void> {
    const pool = await this.pool?.catch(() => undefined);
    await pool?.end();
  }

  private opening(open: () => Promise<pg.Pool>): Promise<pg.Pool> {
    const pool = open();
    pool.catch(() => {
      if (this.pool === pool) this.pool = undefined;
    });
    return pool;
  }

  private async clientOf(pool: Promise<pg.Pool>): Promise<PostgresPoolClient> {
    return this.guarded(await (await pool).connect());
  }

  private guarded(client: pg.PoolClient): PostgresPoolClient {
    const known = this.clients.get(client) ?? guard(client, this.source);
    this.clients.set(client, known);
    return known;
  }
}

async function replace(former: Promise<pg.Pool>, reopen: () => Promise<pg.Pool>): Promise<pg.Pool> {
  // Not awaited: a client that is still checked out would hold the new pool up.
  void former.then((pool) => pool.end()).catch(() => undefined);
  return reopen();
}

function guard(
  client: pg.PoolClient,
  { address: where, supportsPreparedStatements: ownSessions = false }: PoolSource,
): PostgresPoolClient {
  const plain = client as unknown as PostgresPoolClient;
  /** What broke it, for good: one that did not answer in time may still answer, and then to the wrong question. */
  let broken: unknown;
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    if (broken !== undefined) throw broken;
    const name = ownSessions ? statementNameOf(text) : undefined;
    try {
      return await (name ? client.query({ name, text, values: [...parameters] }) : plain.query(text, parameters));
    } catch (error) {
      const typed = asStorageError(error, where);
      if (isConnectionLoss(error)) broken = typed;
      throw typed;
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: (destroy) => plain.release(destroy === true || broken !== undefined),
  };
}

/** Statements whose text comes again, as nearly all do: parsed and planned once a connection. */
const MAX_PREPARED_STATEMENTS = 500;
const statementNames = new Map<string, string>();

/** What may be prepared: not `select *`, whose result changes under a running process when a newer release adds a column. */
const PREPARABLE = /^\s*(?:select|insert|update|delete|with)\b[^*]*$/i;

/** A name for a statement; undefined where so many have one that this text must be put together from values. */
function statementNameOf(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known !== undefined || statementNames.size >= MAX_PREPARED_STATEMENTS || !PREPARABLE.test(text)) return known;
  const name = `leadlight_${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}
