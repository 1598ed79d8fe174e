import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migrate } from './database/migrate.ts';
import { createRepositories, type Repositories } from './repositories.ts';
import { createMeasuredDatabase, type MeasuredDatabase } from './testing/measured-database.ts';
import { openOwnDatabase } from './testing/own-storage.ts';
import { NOW, useEverything } from './testing/use-everything.ts';

/** Too few for `TableStatistics` to renew the statistics, and enough to make quadratic work obvious. */
const LEADS = 900;
/** A linear statement processes each lead in a few steps of its plan. Quadratic is 900. */
const MAX_ROWS_PER_LEAD = 100;

const databaseUrl = inject('databaseUrl');

describe.skipIf(databaseUrl === '')('statements on statistics from before the org existed', () => {
  let measured: MeasuredDatabase;
  let repositories: Repositories;
  let removeDatabase: () => Promise<void>;

  beforeAll(async () => {
    const own = await openOwnDatabase(databaseUrl);
    removeDatabase = own.remove;
    measured = createMeasuredDatabase(own.databaseUrl);
    await migrate(measured.db);
    const plain = measured.db.withoutPlugins();
    const { rows: tables } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(plain);
    for (const { name } of tables) {
      await sql`alter table ${sql.table(name)} set (autovacuum_enabled = false)`.execute(plain);
    }
    repositories = createRepositories(measured.db, { now: () => NOW });
    await useEverything(repositories, '00Dfirst', 10);
    await sql`analyze`.execute(plain);
    measured.statements.length = 0;
  });
  afterAll(async () => {
    await measured.db.destroy();
    await removeDatabase();
  });

  it('process a number of rows that grows with the batch, not with its square', async () => {
    await useEverything(repositories, '00Dsecond', LEADS);
    const worst = measured.statements.toSorted((a, b) => b.rows - a.rows).slice(0, 3);
    for (const { rows, text } of worst) expect(rows / LEADS, text).toBeLessThan(MAX_ROWS_PER_LEAD);
  });
});
