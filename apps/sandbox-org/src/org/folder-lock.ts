import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export class FolderInUseError extends Error {
  override readonly name = 'FolderInUse';
}

/**
 * Locks the folder for this process and returns a function that unlocks it. The lock is an open transaction, so it ends
 * with the process, however that dies.
 * @throws FolderInUse
 */
export function lockFolder(folder: string): () => void {
  const db = new DatabaseSync(join(folder, 'lock.sqlite'));
  try {
    db.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch {
    db.close();
    throw new FolderInUseError(
      `${folder} is in use by another sandbox org. Stop that one, or give another folder with --folder.`,
    );
  }
  return () => db.close();
}
