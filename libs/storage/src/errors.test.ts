import { describe, expect, it } from 'vitest';
import { isStorageError, StorageError, storageErrors, type StorageErrorCode } from './errors.ts';

describe('StorageError', () => {
  it.each(Object.keys(storageErrors) as StorageErrorCode[])('%s names its facts and then a remedy', (code) => {
    const { example } = storageErrors[code];
    const { reason, remedy, message } = new StorageError(code, example as never);
    for (const fact of Object.values(example)) expect(reason).toContain(String(fact));
    expect(message).toBe(`${reason} ${remedy}`);
  });

  it('storage_in_use says "another process" where the process is unknown', () => {
    expect(new StorageError('storage_in_use', { folder: '/x', pid: null }).message).toContain('another process');
  });
});

describe('isStorageError', () => {
  it('distinguishes storage errors from others and from one another', () => {
    const error = new StorageError('claim_lost', { orgId: '00D1', work: 'sync' });
    expect(isStorageError(error)).toBe(true);
    expect(isStorageError(error, 'claim_lost')).toBe(true);
    expect(isStorageError(error, 'storage_newer')).toBe(false);
    expect(isStorageError(new Error('claim_lost'))).toBe(false);
  });
});
