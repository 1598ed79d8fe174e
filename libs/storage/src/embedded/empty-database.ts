import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PGLITE_NODE_FLAGS } from './node-flags.ts';

const CACHE = fileURLToPath(new URL('../../../../node_modules/.cache/leadlight/', import.meta.url));

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

/** In a process of its own, because a process keeps the memory that creation needs. */
const createEmptyDatabase = async (folder: string): Promise<void> => {
  const main = fileURLToPath(new URL('./create-database.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [...PGLITE_NODE_FLAGS, main, folder]);
};

function canWrite(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    const probe = join(folder, `.probe-${process.pid}`);
    mkdirSync(probe);
    rmSync(probe, { recursive: true });
    return true;
  } catch {
    return false;
  }
}

/** Another process may have been faster. */
function moveUnlessPresent(made: string, stored: string): void {
  try {
    renameSync(made, stored);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(stored)) throw error;
  }
}

/** A database of another release may have another layout. */
function pgliteVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const file = join(dirname(entry), '../package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
