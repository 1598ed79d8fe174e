import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { asStorageError, isInvalidData } from './connection-errors.ts';

const serverError = (code: string): Error => Object.assign(new pg.DatabaseError('no', 2, 'error'), { code });

describe('connection errors', () => {
  it.each([
    ['a statement that the server cancelled after its own timeout', serverError('57014')],
    ['a server that shuts down', serverError('57P01')],
    ['a query without a response in time', new Error('Query read timeout')],
  ])('%s is storage_unreachable and not invalid data', (_what, error) => {
    const typed = asStorageError(error, 'here');
    expect(typed).toMatchObject({ code: 'storage_unreachable' });
    expect([isInvalidData(error), isInvalidData(typed)]).toEqual([false, false]);
  });

  it.each([
    ['a full disk', '53100', 'Free disk space'],
    ['no memory left', '53200', 'more memory'],
    ['too many connections', '53300', 'max_connections'],
    ['another resource that it lacks', '53000', 'it lacks a resource'],
    ['a server that accepts no writes', '25006', 'accepts no writes'],
    ['an error of its files', '58030', 'See the log'],
  ])('%s is storage_unavailable with the SQLSTATE and its remedy, and not invalid data', (_what, sqlState, remedy) => {
    const error = serverError(sqlState);
    expect(asStorageError(error, 'here')).toMatchObject({
      code: 'storage_unavailable',
      facts: { sqlState },
      remedy: expect.stringContaining(remedy) as string,
    });
    expect(isInvalidData(error)).toBe(false);
  });

  it.each([
    ['a number out of range', '22003'],
    ['a violated constraint', '23514'],
  ])('%s is invalid data', (_what, code) => {
    const error = serverError(code);
    expect(asStorageError(error, 'here')).toBe(error);
    expect(isInvalidData(error)).toBe(true);
  });
});
