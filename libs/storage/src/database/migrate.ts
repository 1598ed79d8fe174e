import type { Clock } from '@leadlight/workflows';
import { sql } from 'kysely';
import { StorageError } from '../errors.ts';
import type { Migration } from './migration.ts';
import { migrations as allMigrations } from './migrations.ts';
import type { Database, Trx } from './tables.ts';

/**
 * Brings the schema up to this release in one transaction. Any number of processes may call it at once: a table lock
 * that ends with the transaction lets one through and shows the others that nothing is left to do.
 * @returns how many migrations ran
 * @throws StorageError `storage_newer` where the database knows a later migration than this release
 */
export async function migrate(
  db: Database,
  clock: Clock,
  migrations: readonly Migration[] = allMigrations,
): Promise<number> {
  const before = await findVersion(db);
  if (before === migrations.length) return 0;
  refuseNewer(before ?? 0, migrations.length);
  if (before === undefined) await createMigrationTable(db);
  return db.transaction().execute(async (trx) => {
    await sql`lock table migration in access exclusive mode`.execute(trx);
    const done = await versionOf(trx);
    refuseNewer(done, migrations.length);
    for (const [offset, migration] of migrations.slice(done).entries()) {
      await sql.raw(migration.statements).execute(trx);
      const row = { version: done + offset + 1, name: migration.name, applied_at: clock.now() };
      await trx.insertInto('migration').values(row).execute();
    }
    return migrations.length - done;
  });
}

function refuseNewer(found: number, known: number): void {
  if (found > known) throw new StorageError({ code: 'storage_newer', found, known });
}

async function findVersion(db: Database): Promise<number | undefined> {
  const { rows } = await sql<{ present: boolean }>`select to_regclass('migration') is not null as present`.execute(db);
  return rows[0]?.present ? versionOf(db) : undefined;
}

async function versionOf(db: Database | Trx): Promise<number> {
  const row = await db
    .selectFrom('migration')
    .select((eb) => eb.fn.max('version').as('version'))
    .executeTakeFirst();
  return row?.version ?? 0;
}

/** `create table if not exists` of two processes at once can fail in the loser; what counts is that the table is there. */
async function createMigrationTable(db: Database): Promise<void> {
  const create = sql`create table if not exists migration (
    version int4 primary key, name text not null, applied_at int8 not null)`;
  try {
    await create.execute(db);
  } catch {
    await create.execute(db);
  }
}
