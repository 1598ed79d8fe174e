import pg from 'pg';
import { StorageError } from '../errors.ts';

/**
 * SQLSTATEs of a server that does not answer: connection failures, shutdown, a timeout of the server, rejected credentials,
 * an unknown database.
 */
const CONNECTION_SQLSTATES = /^(?:08|57014|57P0[1-5]|28|3D000)/;
/**
 * SQLSTATEs of a server that answers and cannot do its work now: out of disk space, memory or connections (53), read-only
 * (25006), input and output failures (58). PostgreSQL reports a read-only file system as missing privileges (42501).
 * @source https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const UNAVAILABLE_SQLSTATES = /^(?:53|58|25006|42501)/;
const CONNECTION_ERROR_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOENT',
]);
/** Messages of the driver, which have no code. */
const CONNECTION_ERROR_MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (?:has encountered a connection error|was closed)|Cannot use a pool after)/;

/**
 * Turns a lost or refused connection into `storage_unreachable`, and the error of a server that cannot do its work now into
 * `storage_unavailable`; any other error stays as it is.
 */
export function asStorageError(error: unknown, address: string): unknown {
  if (error instanceof pg.DatabaseError && UNAVAILABLE_SQLSTATES.test(error.code ?? ''))
    return unavailable(error, address);
  return isConnectionLoss(error) ? new StorageError('storage_unreachable', { address }, { cause: error }) : error;
}

/**
 * As `asStorageError`, for an error while connecting: whatever the server reports then, it cannot be used. On a full disk it
 * is XX000, "could not write init file".
 */
export function asConnectError(error: unknown, address: string): unknown {
  const typed = asStorageError(error, address);
  return typed instanceof pg.DatabaseError ? unavailable(typed, address) : typed;
}

function unavailable(error: pg.DatabaseError, address: string): StorageError {
  const facts = { address, sqlState: error.code ?? 'unknown', detail: error.message };
  return new StorageError('storage_unavailable', facts, { cause: error });
}

export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof pg.DatabaseError) return CONNECTION_SQLSTATES.test(error.code ?? '');
  if (error instanceof AggregateError) return error.errors.some(isConnectionLoss);
  return (
    ('code' in error && CONNECTION_ERROR_CODES.has(String(error.code))) || CONNECTION_ERROR_MESSAGES.test(error.message)
  );
}

/** SQLSTATEs of data exceptions and violated constraints. */
const DATA_SQLSTATES = /^2[23]/;

/** Whether the server rejected the values of a statement, so that nothing of it was written. */
export const isInvalidData = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && DATA_SQLSTATES.test(error.code ?? '');
