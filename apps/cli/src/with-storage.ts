import { openStorage, type Storage } from '@leadlight/storage';
import type { Clock } from '@leadlight/workflows';
import { readSecretKeys } from './connection/secret-keys.ts';

export const systemClock: Clock = { now: () => Date.now() };

/** Runs `work` with open storage and closes it whatever happens. */
export async function withStorage<T>(folder: string, work: (storage: Storage) => Promise<T>): Promise<T> {
  const databaseUrl = process.env.DATABASE_URL || undefined;
  const storage = await openStorage({ databaseUrl, folder, secretKeys: readSecretKeys(process.env) });
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}
