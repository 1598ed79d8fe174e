import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { openOwnStorage, type OwnStorage } from '../testing/own-storage.ts';
import { findExecutedMigrations, migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import type { Database } from './tables.ts';

const statement = (text: string) => ({
  up: async (db: Database) => {
    await sql.raw(text).execute(db);
  },
});

describe('migrations', () => {
  it('are listed in the order of their names', () => {
    expect(Object.keys(migrations)).toEqual(Object.keys(migrations).toSorted());
    for (const name of Object.keys(migrations)) expect(name).toMatch(/^\d{4}-[a-z-]+$/);
  });
});

describeOnEveryDatabase('migrate', (given) => {
  let own: OwnStorage;
  let db: Database;
  beforeAll(async () => {
    own = await openOwnStorage(given());
    db = own.storage.db;
  });
  afterAll(() => own.remove());

  it('runs every migration when storage is opened, and none again', async () => {
    expect(own.storage.migrated).toBe(Object.keys(migrations).length);
    expect(await migrate(db)).toBe(0);
    expect(await findExecutedMigrations(db)).toEqual(Object.keys(migrations));
  });

  it('creates the tables that docs/personal-data.md lists, and no others', async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(
      db.withoutPlugins(),
    );
    const page = readFileSync(new URL('../../../../docs/personal-data.md', import.meta.url), 'utf8');
    const documented = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, table]) => table);
    expect(documented.toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
  });

  it('runs a migration once when several connections start at the same time, and rejects it in an older release', async () => {
    const more = {
      ...migrations,
      '9000-counted': statement('create table counted (n int); insert into counted values (1)'),
    };
    const ran = await Promise.all([1, 2, 3, 4].map(() => migrate(db, more)));
    expect(ran.toSorted()).toEqual([0, 0, 0, 1]);
    const { rows } = await sql`select n from counted`.execute(db.withoutPlugins());
    expect(rows).toEqual([{ n: 1 }]);
    await expect(migrate(db)).rejects.toMatchObject({
      code: 'storage_newer',
      facts: { newest: '9000-counted', supported: Object.keys(migrations).at(-1) },
    });
    await sql`delete from migration where name = '9000-counted'`.execute(db.withoutPlugins());
  });

  it('leaves nothing behind after a failure, not even the migrations before it in the same run', async () => {
    const more = {
      ...migrations,
      '9000-good': statement('create table half_done (n int)'),
      '9001-bad': statement('create table half_done_too (n nonsense)'),
    };
    await expect(migrate(db, more)).rejects.toThrow(/nonsense/);
    const { rows } = await sql`select to_regclass('half_done') as left_over`.execute(db);
    expect(rows).toEqual([{ left_over: null }]);
    expect(await migrate(db)).toBe(0);
  });

  it('rejects a database that has run a migration under another name or in another order', async () => {
    const renamed = { '0000-added-before': statement('select 1'), ...migrations };
    await expect(migrate(db, renamed)).rejects.toMatchObject({
      code: 'storage_migrations_differ',
      facts: { expected: '0000-added-before', found: '0001-baseline' },
    });
  });
});
