import { createPool, poolLimits } from './connect.ts';
import type { PoolLimits, PoolSource } from './storage-pool.ts';

const MAX_CONNECTIONS = 10;

/** A PostgreSQL server by its URL. The pool itself comes back when the server does. */
export function serverSource(databaseUrl: string, limits: PoolLimits): PoolSource & { leave(): Promise<void> } {
  return {
    address: withoutPassword(databaseUrl),
    supportsPreparedStatements: true,
    open: () =>
      Promise.resolve(
        // Queries here are short and many: compiling them costs more than it saves.
        createPool({ connectionString: databaseUrl, options: '-c jit=off', ...poolLimits(limits, MAX_CONNECTIONS) }),
      ),
    leave: () => Promise.resolve(),
  };
}

function withoutPassword(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return 'DATABASE_URL';
  const url = new URL(databaseUrl);
  return `${url.protocol}//${url.host}${url.pathname}`;
}
