import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { StorageError } from '../errors.ts';
import { loadDatabaseModule } from './database-code.ts';
import { copyEmptyDatabase } from './empty-database.ts';
import { storageFolder } from './endpoint.ts';
import { fileSystemFailure, messageOf } from './file-system-failure.ts';

/**
 * A small cache: what it lacks, the operating system's cache of files has, which costs no measurable time, and 130 MB more
 * would stay resident. Pages come from memory in any order at the same cost, so indexes are used as on fast disks; with the
 * default of 4, PostgreSQL reads whole tables for a few hundred leads.
 */
const SERVER_SETTINGS = ['shared_buffers=32MB', 'random_page_cost=1.1'].flatMap((setting) => ['-c', setting]);

/**
 * Opens the database in `<folder>/storage`, which this process must have locked, and creates it where there is none.
 * @param module of the database; the stored one by default
 * @throws StorageError `storage_start_failed`, with the reason in words where the file system refused
 */
export async function openDatabase(folder: string, module?: WebAssembly.Module): Promise<PGlite> {
  const database = join(storageFolder(folder), 'database');
  const unfinished = `${database}.new`;
  try {
    if (!existsSync(database)) await createDatabase(unfinished, database);
    // Left behind by a killed owner: the folder's lock proves that no process uses the database.
    rmSync(join(database, 'postmaster.pid'), { force: true });
    const startParams = [...PGlite.defaultStartParams, ...SERVER_SETTINGS];
    return await PGlite.create(database, {
      startParams,
      pgliteWasmModule: module ?? (await loadDatabaseModule()).module,
    });
  } catch (cause) {
    const detail = fileSystemFailure(folder) ?? messageOf(cause);
    throw new StorageError('storage_start_failed', { folder, detail }, { cause });
  } finally {
    // After a failure, it must not go on taking up space.
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Under another name until it is complete: the next start must not take a half-created folder for a database. */
async function createDatabase(unfinished: string, database: string): Promise<void> {
  rmSync(unfinished, { recursive: true, force: true });
  await copyEmptyDatabase(unfinished);
  renameSync(unfinished, database);
}
