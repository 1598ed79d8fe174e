import type { Clock, WriteJobs } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';

export function writeJobsRepository(db: Database, clock: Clock): WriteJobs {
  return {
    async add(orgId, jobId) {
      await db
        .insertInto('write_job')
        .values({ org_id: orgId, job_id: jobId, opened_at: clock.now() })
        .onConflict((conflict) => conflict.columns(['org_id', 'job_id']).doNothing())
        .execute();
    },

    async list(orgId) {
      const rows = await db
        .selectFrom('write_job')
        .select(['job_id', 'opened_at'])
        .where('org_id', '=', orgId)
        .orderBy('opened_at')
        .orderBy('job_id')
        .execute();
      return rows.map(({ job_id, opened_at }) => ({ jobId: job_id, openedAt: opened_at }));
    },

    async remove(orgId, jobId) {
      await db.deleteFrom('write_job').where('org_id', '=', orgId).where('job_id', '=', jobId).execute();
    },
  };
}
