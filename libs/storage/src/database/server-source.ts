import { createPool, poolLimits } from './connect.ts';
import type { PoolLimits, PoolSource } from './storage-pool.ts';

const MAX_CONNECTIONS = 10;

/** A PostgreSQL server by its URL. The pool reconnects after the server is restarted. */
export function serverSource(databaseUrl: string, limits: PoolLimits): PoolSource {
  return {
    address: withoutPassword(databaseUrl),
    supportsPreparedStatements: true,
    open: () =>
      Promise.resolve(
        // Statements are short and many: compiling them costs more than it saves.
        createPool({ connectionString: databaseUrl, options: '-c jit=off', ...poolLimits(limits, MAX_CONNECTIONS) }),
      ),
  };
}

function withoutPassword(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return 'DATABASE_URL';
  const url = new URL(databaseUrl);
  return `${url.protocol}//${url.host}${url.pathname}`;
}
