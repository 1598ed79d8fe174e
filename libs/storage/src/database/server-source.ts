import pg from 'pg';
import { StorageError } from '../errors.ts';
import { createPool, poolLimits } from './connect.ts';
import type { PoolLimits, PoolSource } from './storage-pool.ts';

const MAX_CONNECTIONS = 10;

/**
 * A PostgreSQL server by its URL. The pool reconnects after the server is restarted.
 * @throws StorageError `database_url_invalid`
 */
export function serverSource(databaseUrl: string, limits: PoolLimits): PoolSource {
  checkDatabaseUrl(databaseUrl);
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

/** The message never quotes the URL, which may contain a password. */
function checkDatabaseUrl(databaseUrl: string): void {
  // A path names the socket of a server on this machine.
  if (!/^(?:postgres(?:ql)?:\/\/|socket:|\/)/i.test(databaseUrl)) {
    throw new StorageError('database_url_invalid', { detail: 'it does not begin with postgresql://' });
  }
  try {
    // Reads the URL and does not connect.
    void new pg.Client({ connectionString: databaseUrl });
  } catch {
    throw new StorageError('database_url_invalid', { detail: 'it cannot be read as a URL' });
  }
}

function withoutPassword(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return 'DATABASE_URL';
  const url = new URL(databaseUrl);
  return `${url.protocol}//${url.host}${url.pathname}`;
}
