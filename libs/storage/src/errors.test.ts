import { expect, test } from 'vitest';
import { isStorageError, StorageError, type StorageFailure } from './errors.ts';

const failures: readonly StorageFailure[] = [
  { code: 'storage_in_use', folder: '/srv/leadlight', pid: 4711 },
  { code: 'storage_newer', found: 9, known: 7 },
  { code: 'storage_unreachable', where: 'postgresql://db.example/leadlight' },
  { code: 'storage_start_failed', folder: '/srv/leadlight', detail: 'disk full' },
  { code: 'model_not_found', orgId: '00D1', modelId: 'm1' },
  { code: 'lease_lost', orgId: '00D1', work: 'sync' },
  { code: 'secret_key_invalid', bytes: 31 },
  { code: 'secret_key_missing', name: 'client', keyId: 'ab12' },
  { code: 'secret_altered', name: 'client' },
  { code: 'org_unscoped', table: 'lead' },
];

test.each(failures)('$code names its facts and, after them, what to do', (failure) => {
  const { message } = new StorageError(failure);
  const { code: _, ...facts } = failure;
  for (const fact of Object.values(facts)) expect(message).toContain(String(fact));
  expect(message.split(/[.:;] /).length).toBeGreaterThan(1);
});

test('a folder in use by an unknown process says so', () => {
  expect(new StorageError({ code: 'storage_in_use', folder: '/x', pid: null }).message).toContain('another process');
});

test('a storage error is told from others, and from one another', () => {
  const error = new StorageError({ code: 'lease_lost', orgId: '00D1', work: 'sync' });
  expect(isStorageError(error)).toBe(true);
  expect(isStorageError(error, 'lease_lost')).toBe(true);
  expect(isStorageError(error, 'storage_newer')).toBe(false);
  expect(isStorageError(new Error('lease_lost'))).toBe(false);
});
