import { sql } from 'kysely';
import type { Database, Trx } from '../database/tables.ts';

export async function removeRun(trx: Trx, orgId: string, runId: string): Promise<void> {
  for (const table of ['bucket_run', 'lead_bucket'] as const) {
    await trx.deleteFrom(table).where('org_id', '=', orgId).where('run_id', '=', runId).execute();
  }
}

/** Runs that no process has ended or continued. */
export async function removeOldRuns(db: Database, orgId: string, startedBefore: number): Promise<void> {
  const runs = await db
    .selectFrom('bucket_run')
    .select('run_id')
    .where('org_id', '=', orgId)
    .where('started_at', '<', startedBefore)
    .execute();
  for (const { run_id } of runs) await db.transaction().execute((trx) => removeRun(trx, orgId, run_id));
}

/**
 * Has the bucket of an erased lead done again, without the lead. Where the lead's id bounds a bucket, the id before it takes
 * its place, which leaves every other lead in its bucket.
 */
export async function eraseFromBuckets(trx: Trx, orgId: string, leadId: string): Promise<void> {
  const { before } = await trx
    .selectFrom('lead')
    .select((eb) => eb.fn.max('lead_id').as('before'))
    .where('org_id', '=', orgId)
    .where('lead_id', '<', leadId)
    .executeTakeFirstOrThrow();
  // The buckets are in the order of `lead.lead_id`; a database may sort other texts as a language does.
  const id = sql`${leadId} collate "C"`;
  await sql`
    update lead_bucket set
      after_id = case when after_id = ${leadId} then ${before ?? ''} else after_id end,
      last_id = case when last_id = ${leadId} then ${before ?? ''} else last_id end,
      result = case when after_id < ${id} and coalesce(last_id >= ${id}, true) then null else result end
    where org_id = ${orgId} and after_id <= ${id} and coalesce(last_id >= ${id}, true)`.execute(trx);
}
