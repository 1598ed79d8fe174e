import { environmentValue } from '@leadlight/common';
import type { Storage } from '@leadlight/storage';
import type { Clock } from '@leadlight/workflows';
import { readSecretKeys } from './environment.ts';

export const systemClock: Clock = { now: () => Date.now() };

/**
 * Runs `work` with open storage and closes the storage, also after a failure.
 * @param onPreparingDatabase as in `StorageOptions`
 */
export async function withStorage<T>(
  folder: string,
  work: (storage: Storage) => Promise<T>,
  onPreparingDatabase?: () => void,
): Promise<T> {
  const { openStorage } = await import('@leadlight/storage');
  const storage = await openStorage({
    databaseUrl: environmentValue(process.env, 'DATABASE_URL'),
    folder,
    secretKeys: readSecretKeys(process.env),
    onPreparingDatabase,
  });
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}
