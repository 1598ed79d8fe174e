import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migration.ts';
import { migrations } from './migrations.ts';
import type { Database } from './tables.ts';

/** A place of its own for one test: the same database, another schema. */
async function inSchema(db: Database, name: string, work: (scratch: Database) => Promise<void>): Promise<void> {
  const fresh = db.withoutPlugins();
  await sql`create schema ${sql.id(name)}`.execute(fresh);
  try {
    await work(fresh);
  } finally {
    await sql`drop schema ${sql.id(name)} cascade`.execute(fresh);
  }
}

describeOnEveryDatabase('migrations', (given) => {
  test('an opened storage is at this release, and migrating again does nothing', async () => {
    const { storage, clock } = given();
    expect(await migrate(storage.db, clock)).toBe(0);
    const { rows } = await sql<{ version: number }>`select version from migration order by version`.execute(storage.db);
    expect(rows.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  });

  test('migrations that several connections start at the same time run once', async () => {
    const { storage, clock } = given();
    await inSchema(storage.db, 'once', async (db) => {
      const more: Migration[] = [
        ...migrations,
        { name: 'counted', statements: 'create table once.ran (n int); insert into once.ran values (1)' },
      ];
      const ran = await Promise.all([1, 2, 3, 4].map(() => migrate(db, clock, more)));
      expect(ran.toSorted()).toEqual([0, 0, 0, 1]);
      const { rows } = await sql`select n from once.ran`.execute(db);
      expect(rows).toEqual([{ n: 1 }]);
      await sql`delete from migration where version = ${more.length}`.execute(db);
    });
  });

  test('a migration that fails leaves nothing behind, not even the ones before it in the same run', async () => {
    const { storage, clock } = given();
    const db = storage.db;
    const more = [
      ...migrations,
      { name: 'good', statements: 'create table half_done (n int)' },
      { name: 'bad', statements: 'create table half_done_too (n nonsense)' },
    ];
    await expect(migrate(db, clock, more)).rejects.toThrow(/nonsense/);
    const { rows } = await sql`select to_regclass('half_done') as left_over`.execute(db);
    expect(rows).toEqual([{ left_over: null }]);
    expect(await migrate(db, clock)).toBe(0);
  });

  test('a database that is newer than the code is refused', async () => {
    const { storage, clock } = given();
    const older = migrations.slice(0, -1);
    await expect(migrate(storage.db, clock, older)).rejects.toMatchObject({
      code: 'storage_newer',
      failure: { found: migrations.length, known: older.length },
    });
  });
});
