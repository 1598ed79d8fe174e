import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { isConnectionLoss } from '../database/connection-errors.ts';
import { createPool, poolLimits } from '../database/connect.ts';
import type { PoolLimits, PoolSource } from '../database/storage-pool.ts';
import { StorageError } from '../errors.ts';
import { prepareCode } from './database-code.ts';
import { findEndpoint, storageFolder, type Endpoint } from './endpoint.ts';
import { findLockOwner } from './folder-lock.ts';
import { startEmbedded, type StartedServer } from './start-embedded.ts';

/** One session serves all clients, so more connections are no faster. */
const MAX_CONNECTIONS = 4;
/** How long the process that has locked the folder may take until it answers. */
const JOIN_TIMEOUT_MS = 60_000;
const RETRY_INTERVAL_MS = 100;
const PAUSE_AFTER_FAILURE_MS = 2_000;

/**
 * The folder's embedded server: joins the running one or starts one, again after it was killed. `open` and `reopen` throw
 * StorageError `storage_not_answering`, where a process has locked the folder and does not answer, and
 * `storage_start_failed`, which is thrown again for a moment without a new start: that takes seconds of processor time.
 * @param onPreparing as in `StorageOptions`
 */
export function embeddedSource(
  folder: string,
  keepRunning: boolean,
  limits: PoolLimits,
  onPreparing?: () => void,
): PoolSource {
  let started: StartedServer | undefined;
  let failure: { readonly error: unknown; readonly until: number } | undefined;
  const start = async (): Promise<StartedServer | undefined> => {
    if (failure !== undefined && performance.now() < failure.until) throw failure.error;
    try {
      if (onPreparing) await prepareCode(onPreparing);
      return await startEmbedded(folder, keepRunning);
    } catch (error) {
      failure = { error, until: performance.now() + PAUSE_AFTER_FAILURE_MS };
      throw error;
    }
  };
  const open = async (): Promise<pg.Pool> => {
    await started?.release();
    started = undefined;
    const giveUpAt = performance.now() + JOIN_TIMEOUT_MS;
    for (;;) {
      const joined = await tryJoin(folder, limits);
      if (joined !== undefined) return joined;
      started = await start();
      if (started !== undefined) return poolOf(started.endpoint, limits);
      if (performance.now() > giveUpAt) {
        throw notAnswering(folder);
      }
      await delay(RETRY_INTERVAL_MS);
    }
  };
  return { address: storageFolder(folder), open, reopen: open, release: async () => started?.release() };
}

function notAnswering(folder: string): StorageError {
  const pid = findLockOwner(folder);
  if (pid === null) return new StorageError('storage_in_use', { folder, pid });
  return new StorageError('storage_not_answering', { folder, pid, seconds: JOIN_TIMEOUT_MS / 1_000 });
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
    // The server has ended, or another program uses its port now.
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
    // One connection stays open: the server runs as long as a client is connected.
    min: 1,
    idleTimeoutMillis: 0,
  });
