import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openStorage, type Storage } from '../open-storage.ts';
import type { StorageUnderTest } from './every-database.ts';

let databases = 0;

/**
 * A new database on a server, for tests that would disturb others.
 * @param options of `create database`
 */
export async function openOwnDatabase(serverUrl: string, options = '') {
  const name = `own_${process.pid}_${databases++}`;
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client(serverUrl);
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await run(`create database ${name} ${options}`);
  return {
    databaseUrl: serverUrl.replace('/postgres?', `/${name}?`),
    remove: () => run(`drop database ${name}`),
  };
}

export interface OwnStorage {
  readonly storage: Storage;
  remove(): Promise<void>;
}

/** New storage of the same kind, for tests that would disturb others. */
export async function openOwnStorage({ where }: StorageUnderTest): Promise<OwnStorage> {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-own-'));
  const own = where.databaseUrl === undefined ? undefined : await openOwnDatabase(where.databaseUrl);
  const storage = await openStorage({ folder, ...(own && { databaseUrl: own.databaseUrl }) });
  return {
    storage,
    async remove() {
      await storage.close();
      await own?.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
