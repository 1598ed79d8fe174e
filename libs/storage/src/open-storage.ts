import type { Clock } from '@leadlight/workflows';
import { createDatabase, createPool } from './database/connect.ts';
import { migrate } from './database/migrate.ts';
import { joinOrStart } from './embedded/join-or-start.ts';
import { createRepositories, type Repositories } from './repositories.ts';
import type { Database } from './database/tables.ts';

export interface StorageOptions {
  /** A PostgreSQL server; without it the embedded one in `folder` is started or joined. */
  readonly databaseUrl?: string;
  /** Holds the embedded storage, under `storage/`. */
  readonly folder: string;
  readonly clock?: Clock;
  /** The embedded server outlives its owner and clients, until it is stopped by a signal. */
  readonly stay?: boolean;
  /** At most so many connections. */
  readonly connections?: number;
}

export interface Storage extends Repositories {
  /** For health checks and the repositories' own tests; everything else goes through the ports. */
  readonly db: Database;
  readonly embedded: boolean;
  /** How many migrations this opening ran. */
  readonly migrated: number;
  close(): Promise<void>;
}

const systemClock: Clock = { now: () => Date.now() };

/**
 * Opens storage, migrated to this release.
 * @throws StorageError `storage_unreachable`, `storage_newer`, `storage_in_use`, `storage_start_failed`
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { databaseUrl, folder, clock = systemClock, connections, stay = false } = options;
  const source =
    databaseUrl === undefined ? await joinOrStart(folder, stay, connections) : remote(databaseUrl, connections);
  const db = createDatabase(source.pool);
  const close = async (): Promise<void> => {
    await db.destroy();
    await source.leave();
  };
  try {
    const migrated = await migrate(db, clock);
    return { ...createRepositories(db, clock), db, embedded: databaseUrl === undefined, migrated, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function remote(databaseUrl: string, connections = 10) {
  return {
    pool: createPool({ connectionString: databaseUrl, max: connections, options: '-c jit=off' }),
    leave: () => Promise.resolve(),
  };
}
