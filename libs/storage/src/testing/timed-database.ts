import { sql, type PostgresPool, type PostgresPoolClient } from 'kysely';
import { createDatabase } from '../database/connect.ts';
import { migrate } from '../database/migrate.ts';
import { serverSource } from '../database/server-source.ts';
import { StoragePool } from '../database/storage-pool.ts';
import type { Database } from '../database/tables.ts';
import { embeddedSource } from '../embedded/embedded-source.ts';

export interface TimedStatement {
  readonly text: string;
  readonly ms: number;
}

export interface TimedDatabase {
  readonly db: Database;
  /** From now on, nothing renews the statistics of the tables. Forgets the statements so far. */
  freezeStatistics(): Promise<void>;
  /** Takes the statements so far. */
  take(): TimedStatement[];
  close(): Promise<void>;
}

/**
 * A migrated database that measures each statement.
 * @param migrations all of this release, unless a test begins with an earlier one
 */
export async function openTimedDatabase(
  where: { readonly folder: string; readonly databaseUrl?: string },
  migrations?: Parameters<typeof migrate>[1],
): Promise<TimedDatabase> {
  const source =
    where.databaseUrl === undefined ? embeddedSource(where.folder, false, {}) : serverSource(where.databaseUrl, {});
  const pool = new StoragePool(source);
  let statements: TimedStatement[] = [];
  let frozen = false;
  const timed: PostgresPool = {
    options: {},
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
        if (frozen && text.startsWith('analyze')) return { rows: [] };
        const from = performance.now();
        const result = await client.query(text, parameters);
        statements.push({ text, ms: performance.now() - from });
        return result;
      };
      return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
    },
  };
  const db = createDatabase(timed);
  await migrate(db, migrations);
  return {
    db,
    async freezeStatistics() {
      const plain = db.withoutPlugins();
      const { rows: tables } = await sql<{ name: string }>`
        select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(plain);
      for (const { name } of tables) {
        await sql`alter table ${sql.table(name)} set (autovacuum_enabled = false)`.execute(plain);
      }
      await sql`analyze`.execute(plain);
      frozen = true;
      statements = [];
    },
    take: () => statements.splice(0),
    async close() {
      await db.destroy();
      await source.release?.();
    },
  };
}
