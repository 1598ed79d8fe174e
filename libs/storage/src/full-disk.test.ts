import { chownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { environmentValue } from '@leadlight/common';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isStorageError } from './errors.ts';
import { openStorage, type Storage } from './open-storage.ts';
import { findPostgresBin, startPostgresCluster, type PostgresCluster } from './testing/postgres-cluster.ts';
import { scoreEntry } from './testing/records.ts';
import { mountSmallDisk, type SmallDisk } from './testing/small-disk.ts';

/** Each round fills the disk and frees it; more for the figures in docs/reliability.md. */
const ROUNDS = environmentValue(process.env, 'LEADLIGHT_FAULT_ROUNDS');
const ORG = '00Dfulldisk';
const bin = findPostgresBin();
const disks: SmallDisk[] = [];
const probe = mountSmallDisk(1);
const cannotMount = typeof probe === 'string';
if (cannotMount) process.stdout.write(`skipped: a full disk: ${probe}\n`);
else probe.remove();

afterEach(() => {
  for (const disk of disks.splice(0)) disk.remove();
});

function smallDisk(megabytes: number): SmallDisk {
  const disk = mountSmallDisk(megabytes);
  if (typeof disk === 'string') throw new Error(disk);
  disks.push(disk);
  return disk;
}

/** Logs scores of one subject until it fails. @returns the error */
async function writeUntilItFails(storage: Storage, subjectId: string, acknowledged: string[]): Promise<unknown> {
  for (let score = 0; ; score++) {
    const batch = Array.from({ length: 50 }, (_, n) => scoreEntry({ subjectId: `${subjectId}-${score}-${n}` }));
    try {
      await storage.scoreLog.append(ORG, batch);
    } catch (error) {
      return error;
    }
    acknowledged.push(...batch.map((entry) => entry.subjectId));
  }
}

/** Waits until storage accepts writes, as a health check does. @returns milliseconds */
async function untilHealthy(storage: Storage): Promise<number> {
  const from = performance.now();
  while (
    !(await storage.checkHealth().then(
      () => true,
      () => false,
    ))
  )
    await delay(50);
  return performance.now() - from;
}

const loggedSubjects = async ({ db }: Storage): Promise<string[]> => {
  const rows = await db.selectFrom('score_log').select('subject_id').where('org_id', '=', ORG).execute();
  return rows.map((row) => row.subject_id);
};

/**
 * Fills and frees the disk, and compares what was acknowledged with what is stored.
 * @param tidyUp removes what failed writes have left, once there is space
 */
async function survive(
  storage: Storage,
  disk: SmallDisk,
  tidyUp: () => Promise<unknown> = () => Promise.resolve(),
): Promise<object> {
  const acknowledged: string[] = [];
  const codes: Record<string, number> = {};
  const recoveriesMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    disk.fill((round % 4) * 256);
    const writers = ['a', 'b', 'c'].map((name) => writeUntilItFails(storage, `${round}${name}`, acknowledged));
    for (const error of await Promise.all(writers)) {
      if (!isStorageError(error)) throw error;
      codes[error.code] = (codes[error.code] ?? 0) + 1;
    }
    await expect(storage.checkHealth()).rejects.toMatchObject({ name: 'StorageError' });
    disk.free();
    recoveriesMs.push(await untilHealthy(storage));
    await tidyUp();
    await storage.scoreLog.append(ORG, [scoreEntry({ subjectId: `after ${round}` })]);
    acknowledged.push(`after ${round}`);
  }
  const logged = await loggedSubjects(storage);
  const unique = new Set(logged);
  const figures = {
    rounds: ROUNDS,
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((subject) => !unique.has(subject)).length,
    loggedTwice: logged.length - unique.size,
    errors: codes,
    slowestRecoveryMs: Math.round(Math.max(...recoveriesMs)),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect(acknowledged.length).toBeGreaterThan(ROUNDS);
  return figures;
}

const EXPECTED = { lost: 0, loggedTwice: 0 };

describe.skipIf(cannotMount)('embedded storage on a full disk', () => {
  it('says in a sentence that a new folder has no space, and leaves nothing that takes up space', async () => {
    const disk = smallDisk(20);
    const failed = openStorage({ folder: disk.folder });
    await expect(failed).rejects.toMatchObject({ code: 'storage_start_failed' });
    await expect(failed).rejects.toThrow('there is no space left on its disk');
    expect(readdirSync(join(disk.folder, 'storage')).filter((name) => name.startsWith('database'))).toEqual([]);
  });

  it('says in a sentence that a new folder is on a read-only file system', async () => {
    const disk = smallDisk(1);
    disk.makeReadOnly();
    const failed = openStorage({ folder: disk.folder });
    await expect(failed).rejects.toMatchObject({ code: 'storage_start_failed' });
    await expect(failed).rejects.toThrow('its file system is read-only');
  });

  it('rejects writes with storage_unavailable, loses nothing acknowledged, and recovers when there is space', async () => {
    const disk = smallDisk(120);
    const storage = await openStorage({ folder: disk.folder });
    const figures = await survive(storage, disk);
    await storage.close();
    expect(figures).toMatchObject(EXPECTED);
  });

  it('ends its server when there is no space for the write-ahead log, and starts it again when there is', async () => {
    const disk = smallDisk(150);
    const storage = await openStorage({ folder: disk.folder });
    const plain = storage.db.withoutPlugins();
    await sql`create table ballast (t text)`.execute(plain);
    disk.fill(20 * 1_024);
    const acknowledged: string[] = [];
    const writing = (async () => {
      for (let n = 0; ; n++) {
        // Fills the log and not the tables.
        await sql`insert into ballast select string_agg(md5(random()::text), '') from generate_series(1, 30000)`.execute(
          plain,
        );
        await sql`truncate ballast`.execute(plain);
        await storage.scoreLog.append(ORG, [scoreEntry({ subjectId: `wal ${n}` })]);
        acknowledged.push(`wal ${n}`);
      }
    })();
    await expect(writing).rejects.toMatchObject({ code: 'storage_unavailable', facts: { sqlState: '53100' } });
    await expect(storage.checkHealth()).rejects.toMatchObject({ name: 'StorageError' });
    disk.free();
    await untilHealthy(storage);
    expect(await loggedSubjects(storage)).toEqual(acknowledged);
    await storage.close();
  });
});

describe.skipIf(process.platform !== 'linux')('embedded storage in a folder that cannot be made', () => {
  it('says so at once', async () => {
    await expect(openStorage({ folder: '/proc/leadlight' })).rejects.toMatchObject({ code: 'storage_start_failed' });
  });
});

describe.skipIf(bin === undefined)('storage on a PostgreSQL server that lacks something', () => {
  let cluster: PostgresCluster;

  beforeAll(async () => {
    // Autovacuum could make room for a write while the disk is full.
    cluster = await startPostgresCluster(bin!, ['fsync=off', 'autovacuum=off']);
  });
  afterAll(() => cluster.stop());

  async function run(...statements: string[]): Promise<void> {
    const client = new pg.Client(cluster.databaseUrl);
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  }
  const urlOf = (database: string, user = 'leadlight') =>
    cluster.databaseUrl.replace('leadlight@', `${user}@`).replace('/postgres?', `/${database}?`);

  it.skipIf(cannotMount)('loses nothing acknowledged on a full disk, and recovers when there is space', async () => {
    const disk = smallDisk(40);
    const { uid, gid } = statSync(cluster.folder);
    chownSync(disk.folder, uid, gid);
    await run(`create tablespace small location '${disk.folder}'`, 'create database small tablespace small');
    const storage = await openStorage({ folder: '', databaseUrl: urlOf('small') });
    const vacuum = () => sql`vacuum`.execute(storage.db.withoutPlugins());
    const figures = await survive(storage, disk, vacuum);
    await storage.close();
    expect(figures).toMatchObject({ ...EXPECTED, errors: { storage_unavailable: 3 * ROUNDS } });
    await run('drop database small', 'drop tablespace small');
  });

  it('is storage_unavailable with 25006 while the server accepts no writes', async () => {
    await run('create database readonly');
    const storage = await openStorage({ folder: '', databaseUrl: urlOf('readonly'), maxConnections: 1 });
    const setReadOnly = (value: string) =>
      sql`select set_config('default_transaction_read_only', ${value}, false)`.execute(storage.db.withoutPlugins());
    await setReadOnly('on');
    const writing = storage.scoreLog.append(ORG, [scoreEntry()]);
    await expect(writing).rejects.toMatchObject({ code: 'storage_unavailable', facts: { sqlState: '25006' } });
    await expect(writing).rejects.toThrow('check that DATABASE_URL names the primary server');
    await expect(storage.checkHealth()).rejects.toMatchObject({ code: 'storage_unavailable' });
    await setReadOnly('off');
    await storage.checkHealth();
    await storage.scoreLog.append(ORG, [scoreEntry()]);
    await storage.close();
    await run('drop database readonly');
  });

  it('is storage_unavailable with 53300 where there are too many connections', async () => {
    await run('create role few login connection limit 1');
    const first = new pg.Client(urlOf('postgres', 'few'));
    await first.connect();
    const opening = openStorage({ folder: '', databaseUrl: urlOf('postgres', 'few') });
    await expect(opening).rejects.toMatchObject({ code: 'storage_unavailable', facts: { sqlState: '53300' } });
    await first.end();
    await run('drop role few');
  });

  it('is storage_unavailable with 42501 where its user may not write', async () => {
    await run('create role reader login');
    const opening = openStorage({ folder: '', databaseUrl: urlOf('postgres', 'reader') });
    await expect(opening).rejects.toMatchObject({ code: 'storage_unavailable', facts: { sqlState: '42501' } });
    await run('drop role reader');
  });
});
