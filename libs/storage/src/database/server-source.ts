import pg from 'pg';
import { StorageError } from '../errors.ts';
import { createPool, poolLimits } from './connect.ts';
import type { PoolLimits, PoolSource } from './storage-pool.ts';

const MAX_CONNECTIONS = 10;

/**
 * Settings of every session. Statements are short and many: compiling them costs more than it saves. A prepared statement is
 * planned each time: a plan that the server keeps is from when its tables may have been empty, and a list of ids in it is
 * searched from the start for each row instead of being hashed.
 */
const SESSION_OPTIONS = '-c jit=off -c plan_cache_mode=force_custom_plan';

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
        createPool({ connectionString: databaseUrl, options: SESSION_OPTIONS, ...poolLimits(limits, MAX_CONNECTIONS) }),
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
