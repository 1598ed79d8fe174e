import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { createPool } from '../database/connect.ts';
import { StorageError } from '../errors.ts';
import { findEndpoint, type Endpoint } from './endpoint.ts';
import { startEmbedded } from './start.ts';

export interface EmbeddedSource {
  readonly pool: pg.Pool;
  leave(): Promise<void>;
}

/** One session serves all clients, so more connections bring no more speed; a few keep short queries from queueing twice. */
const CONNECTIONS = 4;
/** How long a process that has the folder may take until it answers. */
const JOIN_TIMEOUT_MS = 60_000;
const RETRY_EVERY_MS = 100;

/**
 * Connects to the folder's embedded server: the one that runs, or one it starts.
 * @throws StorageError `storage_in_use` where a process has the folder and does not answer; `storage_start_failed`
 */
export async function joinOrStart(folder: string, stay: boolean, connections = CONNECTIONS): Promise<EmbeddedSource> {
  const giveUpAt = performance.now() + JOIN_TIMEOUT_MS;
  for (;;) {
    const joined = await tryJoin(folder, connections);
    if (joined !== undefined) return { pool: joined, leave: () => Promise.resolve() };
    const started = await startEmbedded(folder, stay);
    if (started !== undefined) return { pool: poolOf(started.endpoint, connections), leave: () => started.leave() };
    if (performance.now() > giveUpAt) {
      const owner = await findEndpoint(folder);
      throw new StorageError({ code: 'storage_in_use', folder, pid: owner?.pid ?? null });
    }
    await delay(RETRY_EVERY_MS);
  }
}

async function tryJoin(folder: string, connections: number): Promise<pg.Pool | undefined> {
  const endpoint = await findEndpoint(folder);
  if (endpoint === undefined) return undefined;
  const pool = poolOf(endpoint, connections);
  try {
    await pool.query('select 1');
    return pool;
  } catch {
    await pool.end();
    return undefined;
  }
}

const poolOf = ({ port }: Endpoint, connections: number): pg.Pool =>
  createPool({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    database: 'postgres',
    max: connections,
    // One connection stays open: the server lives as long as somebody is connected.
    min: 1,
    idleTimeoutMillis: 0,
  });
