import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openStorage, type Storage } from '../open-storage.ts';
import type { StorageUnderTest } from './every-database.ts';

export interface OwnStorage {
  readonly storage: Storage;
  remove(): Promise<void>;
}

let databases = 0;

/** A new database of the same kind for one test file, for tests that would disturb others. */
export async function openOwnStorage({ storage: shared, where }: StorageUnderTest): Promise<OwnStorage> {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-own-'));
  if (where.databaseUrl === undefined) {
    const storage = await openStorage({ folder });
    return {
      storage,
      async remove() {
        await storage.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  }
  const name = `own_${process.pid}_${databases++}`;
  await sql`create database ${sql.id(name)}`.execute(shared.db.withoutPlugins());
  const storage = await openStorage({ folder, databaseUrl: where.databaseUrl.replace('/postgres?', `/${name}?`) });
  return {
    storage,
    async remove() {
      await storage.close();
      await sql`drop database ${sql.id(name)}`.execute(shared.db.withoutPlugins());
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
