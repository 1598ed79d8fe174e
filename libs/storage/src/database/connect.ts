import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { OrgGuard } from './org-guard.ts';
import type { PoolLimits } from './storage-pool.ts';
import type { Database, Tables } from './tables.ts';

const INT8_OID = 20;

/** int8 as numbers: every int8 here is an instant in ms, a count or a sequence number, far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === INT8_OID
      ? (Number as (text: string) => number)
      : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

export function createPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ application_name: 'leadlight', connectionTimeoutMillis: 10_000, types, ...config });
  // The pool replaces an idle connection that breaks; if the server is down, the next query reports it.
  pool.on('error', () => undefined);
  // A connection that breaks while checked out fails its query; an unhandled event would also end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

export const poolLimits = (limits: PoolLimits, defaultMaxConnections: number): pg.PoolConfig => ({
  max: limits.maxConnections ?? defaultMaxConnections,
  query_timeout: limits.queryTimeoutMs,
  // Waiting for a connection counts as waiting for storage.
  ...(limits.queryTimeoutMs === undefined ? {} : { connectionTimeoutMillis: limits.queryTimeoutMs }),
});

/** @param pool ended by `destroy()` */
export function createDatabase(pool: PostgresPool): Database {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins: [new OrgGuard()] });
}
