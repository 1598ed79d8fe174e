import { execFile } from 'node:child_process';
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CACHE, canWrite, pgliteVersion } from './cache-folder.ts';

/**
 * Creates an empty database as a copy of one in `node_modules/.cache`, which the first call creates: PostgreSQL's own
 * creation takes three seconds and 600 MB. Where the cache cannot be written, each call creates a database.
 * @param folder must not exist
 */
export async function copyEmptyDatabase(folder: string): Promise<void> {
  const stored = join(CACHE, `empty-database-${pgliteVersion()}`);
  if (!existsSync(stored)) {
    const made = `${stored}.${process.pid}`;
    if (!canWrite(CACHE)) return createEmptyDatabase(folder);
    await createEmptyDatabase(made);
    moveUnlessPresent(made, stored);
  }
  cpSync(stored, folder, { recursive: true });
}

/**
 * In a process of its own, because a process keeps the memory that creation needs, and without V8's optimising compiler, which
 * would need more (ADR 51).
 */
const createEmptyDatabase = async (folder: string): Promise<void> => {
  const main = fileURLToPath(new URL('./create-database.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [
    '--liftoff-only',
    '--disable-warning=ExperimentalWarning',
    main,
    folder,
  ]);
};

/** Another process may have been faster. */
function moveUnlessPresent(made: string, stored: string): void {
  try {
    renameSync(made, stored);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(stored)) throw error;
  }
}
