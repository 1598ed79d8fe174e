import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../errors.ts';
import { findEndpoint, storageFolder } from './endpoint.ts';

export interface FolderLock {
  release(): void;
}

/**
 * Locks the folder for this process. The operating system holds the lock, through an SQLite file, and releases it however
 * the owner ends. So a dead owner never blocks, a reused process id never misleads, and only one of two processes that take
 * over at the same time succeeds.
 * @throws StorageError `storage_in_use` naming the process that has the lock
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  mkdirSync(storageFolder(folder), { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(join(storageFolder(folder), 'lock.sqlite'));
  try {
    file.exec('pragma busy_timeout = 0; pragma locking_mode = exclusive; begin exclusive');
  } catch (cause) {
    file.close();
    if (!isBusy(cause)) throw cause;
    const owner = await findEndpoint(folder);
    throw new StorageError('storage_in_use', { folder, pid: owner?.pid ?? null }, { cause });
  }
  return { release: () => file.close() };
}

const SQLITE_BUSY = 5;

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
