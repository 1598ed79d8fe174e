import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { QUEUE_SCHEMA, queueConstruction } from '../../job-queue/queue-schema.ts';

/** pg-boss, whose jobs replace leases. Its schema may be there: another Leadlight in a schema of this database has it too. */
export const jobQueue: Migration = {
  async up(db) {
    const { rows } = await sql<{ present: boolean }>`
      select to_regclass(${`${QUEUE_SCHEMA}.version`}) is not null as present`.execute(db);
    if (!rows[0]?.present) await sql.raw(queueConstruction()).execute(db);
    await sql`drop table lease`.execute(db);
  },
};
