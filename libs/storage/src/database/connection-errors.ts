import pg from 'pg';
import { StorageError } from '../errors.ts';

/**
 * SQLSTATEs that mean "not now, not here": connection failures, shutdown, a server's own time-out, too many connections,
 * refused credentials.
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
/** The driver's own words, which carry no code. */
const CONNECTION_ERROR_MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (?:has encountered a connection error|was closed)|Cannot use a pool after)/;

/** A lost or refused connection as a typed error; anything else as it is. */
export function asStorageError(error: unknown, where: string): unknown {
  return isConnectionLoss(error) ? new StorageError({ code: 'storage_unreachable', where }, { cause: error }) : error;
}

export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof pg.DatabaseError) return CONNECTION_SQLSTATES.test(error.code ?? '');
  if (error instanceof AggregateError) return error.errors.some(isConnectionLoss);
  return (
    ('code' in error && CONNECTION_ERROR_CODES.has(String(error.code))) || CONNECTION_ERROR_MESSAGES.test(error.message)
  );
}

/** SQLSTATEs of data exceptions and broken constraints. */
const DATA_SQLSTATES = /^2[23]/;

/** Whether the server answered that it cannot take these values: nothing of the statement was written. */
export const isInvalidData = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && DATA_SQLSTATES.test(error.code ?? '');
