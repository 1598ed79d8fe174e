import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { createPool, poolLimits } from '../database/connect.ts';
import type { PoolLimits, PoolSource } from '../database/storage-pool.ts';
import { isConnectionLoss } from '../database/connection-errors.ts';
import { StorageError } from '../errors.ts';
import { findEndpoint, storageFolder, type Endpoint } from './endpoint.ts';
import { startEmbedded, type StartedServer } from './start-embedded.ts';

export interface EmbeddedSource extends PoolSource {
  /** Gives up a server that this process started. */
  leave(): Promise<void>;
}

/** One session serves all clients, so more connections bring no more speed; a few keep short queries from queueing twice. */
const MAX_CONNECTIONS = 4;
/** How long a process that has the folder may take until it answers. */
const JOIN_TIMEOUT_MS = 60_000;
const RETRY_INTERVAL_MS = 100;

/**
 * The folder's embedded server: the one that runs, or one that is started; again when it was killed.
 * `open` and `reopen` throw StorageError `storage_in_use` where a process has the folder and does not answer, and
 * `storage_start_failed`.
 */
export function embeddedSource(folder: string, stay: boolean, limits: PoolLimits): EmbeddedSource {
  let started: StartedServer | undefined;
  const open = async (): Promise<pg.Pool> => {
    await started?.leave();
    started = undefined;
    const giveUpAt = performance.now() + JOIN_TIMEOUT_MS;
    for (;;) {
      const joined = await tryJoin(folder, limits);
      if (joined !== undefined) return joined;
      started = await startEmbedded(folder, stay);
      if (started !== undefined) return poolOf(started.endpoint, limits);
      if (performance.now() > giveUpAt) {
        const owner = await findEndpoint(folder);
        throw new StorageError('storage_in_use', { folder, pid: owner?.pid ?? null });
      }
      await delay(RETRY_INTERVAL_MS);
    }
  };
  return { address: storageFolder(folder), open, reopen: open, leave: async () => started?.leave() };
}

async function tryJoin(folder: string, limits: PoolLimits): Promise<pg.Pool | undefined> {
  const endpoint = await findEndpoint(folder);
  if (endpoint === undefined) return undefined;
  const pool = poolOf(endpoint, limits);
  try {
    await pool.query('select 1');
    return pool;
  } catch (error) {
    await pool.end();
    // Its server is gone, or somebody else has its port by now.
    if (isConnectionLoss(error)) return undefined;
    throw error;
  }
}

const poolOf = ({ port, password }: Endpoint, limits: PoolLimits): pg.Pool =>
  createPool({
    host: '127.0.0.1',
    port,
    user: 'leadlight',
    database: 'leadlight',
    password,
    ...poolLimits(limits, MAX_CONNECTIONS),
    // One connection stays open: the server lives as long as somebody is connected.
    min: 1,
    idleTimeoutMillis: 0,
  });
