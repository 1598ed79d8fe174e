import type { WriteJobs } from '@leadlight/workflows';
import { sql } from 'kysely';
import { databaseNow } from '../database/database-now.ts';
import type { Database } from '../database/tables.ts';

export function writeJobsRepository(db: Database): WriteJobs {
  return {
    async add(orgId, jobId) {
      await db
        .insertInto('write_job')
        .values({ org_id: orgId, job_id: jobId, opened_at: databaseNow })
        .onConflict((conflict) => conflict.columns(['org_id', 'job_id']).doNothing())
        .execute();
    },

    async list(orgId) {
      const rows = await db
        .selectFrom('write_job')
        .select(['job_id', sql<number>`greatest(0, ${databaseNow} - opened_at)`.as('age_ms')])
        .where('org_id', '=', orgId)
        .orderBy('opened_at')
        .orderBy('job_id')
        .execute();
      return rows.map(({ job_id, age_ms }) => ({ jobId: job_id, ageMs: Number(age_ms) }));
    },

    async remove(orgId, jobId) {
      await db.deleteFrom('write_job').where('org_id', '=', orgId).where('job_id', '=', jobId).execute();
    },
  };
}
