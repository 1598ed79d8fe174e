import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { asStorageError, isConnectionLoss } from './unreachable.ts';

export interface PoolSource {
  /** Named in errors; never a password. */
  readonly where: string;
  open(): Promise<pg.Pool>;
  /** A fresh pool where the server itself has to be found or started again; absent where the address stays. */
  readonly reopen?: () => Promise<pg.Pool>;
}

/** Kysely's pool over `pg`: turns lost connections into typed errors, and follows an embedded server that was restarted. */
export class StoragePool implements PostgresPool {
  readonly options = {};
  private readonly source: PoolSource;
  private readonly clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  private pool: Promise<pg.Pool>;

  constructor(source: PoolSource) {
    this.source = source;
    this.pool = source.open();
    // Whoever connects hears of it; nobody else must.
    this.pool.catch(() => undefined);
  }

  async connect(): Promise<PostgresPoolClient> {
    const current = this.pool;
    try {
      return this.guarded(await (await current).connect());
    } catch (error) {
      const { reopen, where } = this.source;
      if (reopen === undefined || !isConnectionLoss(error)) throw asStorageError(error, where);
      if (this.pool === current) this.pool = this.replace(current, reopen);
      return this.guarded(await (await this.pool).connect());
    }
  }

  async end(): Promise<void> {
    await (await this.pool).end();
  }

  private async replace(former: Promise<pg.Pool>, reopen: () => Promise<pg.Pool>): Promise<pg.Pool> {
    // Not awaited: a client that is still checked out would hold the new pool up.
    void former.then((pool) => pool.end()).catch(() => undefined);
    return reopen();
  }

  private guarded(client: pg.PoolClient): PostgresPoolClient {
    const known = this.clients.get(client) ?? guard(client, this.source.where);
    this.clients.set(client, known);
    return known;
  }
}

function guard(client: pg.PoolClient, where: string): PostgresPoolClient {
  const plain = client as unknown as PostgresPoolClient;
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    try {
      return await plain.query(text, parameters);
    } catch (error) {
      throw asStorageError(error, where);
    }
  };
  return { query: query as PostgresPoolClient['query'], release: (destroy) => plain.release(destroy) };
}
