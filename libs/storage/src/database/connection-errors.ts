import pg from 'pg';
import { StorageError } from '../errors.ts';

/**
 * SQLSTATEs of a server that cannot be used now: connection failures, shutdown, a timeout of the server, too many
 * connections, rejected credentials.
 */
const CONNECTION_SQLSTATES = /^(?:08|57014|57P0[123]|53300|28|3D000)/;
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

/** Turns a lost or refused connection into a `StorageError`; any other error stays as it is. */
export function asStorageError(error: unknown, address: string): unknown {
  return isConnectionLoss(error) ? new StorageError('storage_unreachable', { address }, { cause: error }) : error;
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
