import pg from 'pg';
import { expect, test } from 'vitest';
import { asStorageError, isInvalidData } from './connection-errors.ts';

const serverError = (code: string): Error => Object.assign(new pg.DatabaseError('no', 2, 'error'), { code });

test.each([
  ['a statement that the server gave up after its own time-out', serverError('57014')],
  ['a server that shuts down', serverError('57P01')],
  ['one that did not answer in time', new Error('Query read timeout')],
])('%s is storage that cannot be reached, and no refusal of data', (_what, error) => {
  const typed = asStorageError(error, 'here');
  expect(typed).toMatchObject({ code: 'storage_unreachable' });
  expect([isInvalidData(error), isInvalidData(typed)]).toEqual([false, false]);
});

test.each([
  ['a number out of range', '22003'],
  ['a broken constraint', '23514'],
])('%s is a refusal of data', (_what, code) => {
  const error = serverError(code);
  expect(asStorageError(error, 'here')).toBe(error);
  expect(isInvalidData(error)).toBe(true);
});
