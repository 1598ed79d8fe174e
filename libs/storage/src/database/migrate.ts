import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { StorageError } from '../errors.ts';
import { migrations as allMigrations } from './migrations/index.ts';
import type { Database } from './tables.ts';

const MIGRATION_TABLE = 'migration';

/**
 * Brings the schema up to this release, in one transaction. Any number of processes may call it at the same time: one
 * migrates, the others wait and find nothing left to do.
 * @returns how many migrations ran
 * @throws StorageError `storage_newer`, where a later release has migrated the database; `storage_migrations_differ`
 */
export async function migrate(db: Database, migrations = allMigrations): Promise<number> {
  const names = Object.keys(migrations).sort();
  const executed = await findExecutedMigrations(db);
  checkMigrations(names, executed);
  if (executed.length === names.length) return 0;
  const migrator = new Migrator({
    db: db.withoutPlugins(),
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: 'migration_lock',
    nameComparator: compareText,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) {
    // A newer release may have migrated since the first look.
    checkMigrations(names, await findExecutedMigrations(db));
    throw error;
  }
  return results.length;
}

/** Names of the migrations that ran on this database, in order. */
export async function findExecutedMigrations(db: Database): Promise<readonly string[]> {
  const plain = db.withoutPlugins();
  const { rows: found } = await sql<{ present: boolean }>`
    select to_regclass(${MIGRATION_TABLE}) is not null as present`.execute(plain);
  if (!found[0]?.present) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)}`.execute(plain);
  return rows.map(({ name }) => name).sort(compareText);
}

function checkMigrations(names: readonly string[], executed: readonly string[]): void {
  for (const [index, found] of executed.entries()) {
    const expected = names[index];
    if (expected === undefined) {
      throw new StorageError('storage_newer', { newest: executed.at(-1)!, supported: names.at(-1) ?? 'none' });
    }
    if (found !== expected) throw new StorageError('storage_migrations_differ', { expected, found });
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
