import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { OrgGuard } from './org-guard.ts';
import type { PoolLimits } from './storage-pool.ts';
import type { Database, Tables } from './tables.ts';

const INT8_OID = 20;

/** int8 as numbers: every int8 here is an instant in ms, a count or a place, far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === INT8_OID
      ? (Number as (text: string) => number)
      : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

export function createPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ application_name: 'leadlight', connectionTimeoutMillis: 10_000, types, ...config });
  // An idle connection that breaks (a restarted server) is replaced by the pool; the next query tells if there is none.
  pool.on('error', () => undefined);
  // One that breaks while checked out fails its query; unheard, its event would end the process besides.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

export const poolLimits = (
  { maxConnections: connections, queryTimeoutMs }: PoolLimits,
  usualConnections: number,
): pg.PoolConfig => ({
  max: connections ?? usualConnections,
  query_timeout: queryTimeoutMs,
  // Waiting for a connection counts as waiting for storage.
  ...(queryTimeoutMs === undefined ? {} : { connectionTimeoutMillis: queryTimeoutMs }),
});

/** @param pool ended by `destroy()` */
export function createDatabase(pool: PostgresPool): Database {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins: [new OrgGuard()] });
}
