import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../errors.ts';
import { storageFolder } from './endpoint.ts';
import { fileSystemFailure, messageOf } from './file-system-failure.ts';
import { makeFolder } from './make-folder.ts';

export interface FolderLock {
  release(): void;
}

/**
 * Locks the folder for this process. The operating system holds the lock, through an SQLite file, and releases it however
 * the owner ends. So a dead owner never blocks, a reused process id never misleads, and only one of two processes that take
 * over at the same time succeeds.
 * @throws StorageError `storage_in_use` naming the process that has the lock; `storage_start_failed`
 */
export function lockFolder(folder: string): FolderLock {
  let file: DatabaseSync | undefined;
  try {
    makeFolder(storageFolder(folder));
    file = new DatabaseSync(join(storageFolder(folder), 'lock.sqlite'));
    file.exec('pragma busy_timeout = 0; pragma locking_mode = exclusive; begin exclusive');
    writeFileSync(ownerFile(folder), String(process.pid), { mode: 0o600 });
  } catch (cause) {
    file?.close();
    if (isBusy(cause)) throw new StorageError('storage_in_use', { folder, pid: findLockOwner(folder) }, { cause });
    const detail = fileSystemFailure(folder) ?? messageOf(cause);
    throw new StorageError('storage_start_failed', { folder, detail }, { cause });
  }
  const locked = file;
  return { release: () => locked.close() };
}

const ownerFile = (folder: string): string => join(storageFolder(folder), 'owner.pid');

/** The process that locked the folder last; null where its file is missing or incomplete. */
export function findLockOwner(folder: string): number | null {
  try {
    return Number(readFileSync(ownerFile(folder), 'utf8')) || null;
  } catch {
    return null;
  }
}

const SQLITE_BUSY = 5;

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
