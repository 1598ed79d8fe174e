import type { JobQueue, OrgJob, OrgJobEntry } from '@leadlight/workflows';
import { sql, type PostgresPool } from 'kysely';
import type { PgBoss } from 'pg-boss';
import type { Database } from '../database/tables.ts';
import { bossDatabase, lazyBoss } from './boss.ts';
import { FAILED_JOBS, keyOf, ORG_JOBS, QUEUE_SCHEMA } from './queue-schema.ts';

interface OrgJobData {
  readonly orgId: string;
  readonly step: string;
}

const attemptOf = ({ id, attempt }: OrgJob) => ({ id, retryCount: attempt });
/** More than an org has steps: one of each can have failed, and failed jobs come first in the list. */
const MAX_FAILURES = 100;
/** How many jobs a call has changed. The declarations of pg-boss leave it out. */
const affectedBy = (response: unknown): number => (response as { readonly affected: number }).affected;

/** Jobs of pg-boss: one for each org and step that waits or runs. A job that was done is deleted. */
export function jobQueue(db: Database, pool: PostgresPool): JobQueue {
  const boss = lazyBoss(bossDatabase(pool));
  return {
    async send(orgId, step) {
      const data: OrgJobData = { orgId, step };
      const queue = await boss();
      if ((await queue.send(ORG_JOBS, data, { singletonKey: keyOf(orgId, step) })) === null) return false;
      for (const job of await listJobs(db, orgId, MAX_FAILURES)) {
        if (job.state === 'failed' && job.step === step) await deleteJob(queue, job);
      }
      return true;
    },

    async fetch() {
      const [job] = await (await boss()).fetch<OrgJobData>(ORG_JOBS);
      return job && { id: job.id, attempt: job.retryCount, orgId: job.data.orgId, step: job.data.step };
    },

    touch: async (job) => affectedBy(await (await boss()).touch(ORG_JOBS, attemptOf(job))) > 0,

    async complete(job) {
      await (await boss()).deleteJob(ORG_JOBS, attemptOf(job));
    },

    async fail(job, reason) {
      await (await boss()).fail(ORG_JOBS, attemptOf(job), { message: reason });
    },

    // Not of claims: pg-boss ends a job after 15 minutes, however alive its process is, unless its queue says otherwise.
    supervise: async () => (await boss()).supervise(ORG_JOBS),

    list: (orgId, limit) => listJobs(db, orgId, limit),

    async retry(orgId, jobId) {
      const job = await findJob(db, orgId, jobId);
      if (job?.state !== 'failed') return false;
      await this.send(orgId, job.step);
      await deleteJob(await boss(), job);
      return true;
    },

    async cancel(orgId, jobId) {
      const job = await findJob(db, orgId, jobId);
      return job !== undefined && (await deleteJob(await boss(), job)) > 0;
    },
  };
}

const deleteJob = async (boss: PgBoss, { id, state }: OrgJobEntry): Promise<number> =>
  affectedBy(await boss.deleteJob(state === 'failed' ? FAILED_JOBS : ORG_JOBS, id));

const findJob = async (db: Database, orgId: string, jobId: string): Promise<OrgJobEntry | undefined> =>
  (await listJobs(db, orgId, 1, jobId))[0];

/** Reads the table of pg-boss, whose own functions list one queue without a condition on states. A reason that pg-boss gives itself is in `value`. */
async function listJobs(
  db: Database,
  orgId: string | undefined,
  limit: number,
  jobId?: string,
): Promise<OrgJobEntry[]> {
  const { rows } = await sql<OrgJobEntry>`
    select id, coalesce(source_retry_count, retry_count) as attempt, data->>'orgId' as "orgId", data->>'step' as step,
      case when name = ${FAILED_JOBS} then 'failed' when state = 'active' then 'running' else 'waiting' end as state,
      (extract(epoch from case when state = 'active' then started_on else created_on end) * 1000)::int8 as since,
      coalesce(reason->>'message', reason->'value'->>'message') as failure
    from ${sql.table(`${QUEUE_SCHEMA}.job`)}, lateral (select coalesce(source_output, output) as reason) as last
    where name = any(${[ORG_JOBS, FAILED_JOBS]}::text[]) and state in ('created', 'retry', 'active')
      and (${orgId ?? null}::text is null or data->>'orgId' = ${orgId ?? null})
      and (${jobId ?? null}::text is null or id::text = ${jobId ?? null})
    order by name = ${FAILED_JOBS} desc, state desc, created_on, id limit ${limit}`.execute(db.withoutPlugins());
  return rows;
}
