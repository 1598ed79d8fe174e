import type { Clock, JobQueue } from '@leadlight/workflows';
import { createDatabase } from './database/connect.ts';
import { createHealthCheck } from './database/health-check.ts';
import { migrate } from './database/migrate.ts';
import { serverSource } from './database/server-source.ts';
import { StoragePool } from './database/storage-pool.ts';
import { embeddedSource } from './embedded/embedded-source.ts';
import { jobQueue } from './job-queue/job-queue.ts';
import { createRepositories, type Repositories, type RepositoryOptions } from './repositories.ts';
import { sealingKey } from './secrets/sealing.ts';
import type { Database } from './database/tables.ts';

export interface StorageOptions {
  /** A PostgreSQL server; without it the embedded one in `folder` is started or joined. */
  readonly databaseUrl?: string;
  /** Contains the embedded storage, in `storage/`. */
  readonly folder: string;
  readonly clock?: Clock;
  /** The embedded server outlives its owner and clients, until a signal stops it. */
  readonly keepServerRunning?: boolean;
  /**
   * Called where the embedded server has no optimised code yet, which is then made before the server starts: that takes some ten
   * seconds and 800 MB, once for each version of Node and PGlite. Unless set, a server without it is started at once, and is slower.
   */
  readonly onPreparingDatabase?: () => void;
  /** Keys that seal secrets at rest: 32 bytes in base64 each, the current one first, then former ones still needed. */
  readonly secretKeys?: readonly string[];
  /** A query that takes longer fails with `storage_unreachable`; unlimited unless set. */
  readonly queryTimeoutMs?: number;
  /**
   * How many leads' histories, of all orgs together, are cached, each until the database notes that it changed; none unless
   * set. For a process that scores the same leads again and again.
   */
  readonly maxCachedHistories?: number;
  readonly maxConnections?: number;
}

export interface Storage extends Repositories {
  /** For tests of the repositories; everything else uses the ports. */
  readonly db: Database;
  /**
   * Whether storage answers and, after it has rejected work for want of space, memory or the like, whether it accepts writes
   * again.
   * @throws StorageError where it does not
   */
  checkHealth(): Promise<void>;
  readonly jobQueue: JobQueue;
  readonly embedded: boolean;
  /** How many migrations ran when it was opened. */
  readonly migrated: number;
  close(): Promise<void>;
}

const systemClock: Clock = { now: () => Date.now() };

/**
 * Opens storage, migrated to this release.
 * @throws StorageError `storage_unreachable`, `storage_unavailable`, `storage_not_answering`, `storage_newer`,
 * `storage_in_use`, `storage_start_failed`, `database_url_invalid`, `secret_key_invalid`
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const {
    databaseUrl,
    folder,
    clock = systemClock,
    keepServerRunning = false,
    secretKeys = [],
    maxCachedHistories,
  } = options;
  const repositories: RepositoryOptions = { secretKeys: secretKeys.map(sealingKey), maxCachedHistories };
  // Throws before anything is started.
  const source =
    databaseUrl === undefined
      ? embeddedSource(folder, keepServerRunning, options, options.onPreparingDatabase)
      : serverSource(databaseUrl, options);
  const pool = new StoragePool(source);
  const db = createDatabase(pool);
  const close = async (): Promise<void> => {
    await db.destroy();
    await source.release?.();
  };
  try {
    const migrated = await migrate(db);
    return {
      ...createRepositories(db, clock, repositories),
      jobQueue: jobQueue(db, pool),
      db,
      embedded: databaseUrl === undefined,
      migrated,
      checkHealth: createHealthCheck(db, pool),
      close,
    };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}
