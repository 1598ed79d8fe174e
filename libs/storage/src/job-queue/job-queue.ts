import {
  HELP_STEP,
  isHelpStep,
  type JobQueue,
  type JobQueueSummary,
  type OrgJob,
  type OrgJobEntry,
} from '@leadlight/workflows';
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
/** Jobs per statement. */
const MAX_INSERTED = 500;
/** How many jobs a call has changed. The declarations of pg-boss leave it out. */
const affectedBy = (response: unknown): number => (response as { readonly affected: number }).affected;

/** Jobs of pg-boss: one for each org and step that waits or runs. A job that was done is deleted. */
export function jobQueue(db: Database, pool: PostgresPool): JobQueue {
  const boss = lazyBoss(bossDatabase(pool));
  return {
    async send(orgId, step) {
      const data: OrgJobData = { orgId, step };
      const queue = await boss();
      const priority = isHelpStep(step) ? -1 : 0;
      const sent = await queue.send(ORG_JOBS, data, { singletonKey: keyOf(orgId, step), priority });
      if (sent === null) return false;
      for (const job of await listJobs(db, orgId, MAX_FAILURES)) {
        if (job.state === 'failed' && job.step === step) await deleteJob(queue, job);
      }
      return true;
    },

    async sendAll(orgIds, step) {
      const queue = await boss();
      let sent = 0;
      for (let from = 0; from < orgIds.length; from += MAX_INSERTED) {
        const chunk = orgIds.slice(from, from + MAX_INSERTED);
        const jobs = chunk.map((orgId) => ({ data: { orgId, step }, singletonKey: keyOf(orgId, step) }));
        sent += (await queue.insert(ORG_JOBS, jobs, { returnId: true }))?.length ?? 0;
        await sql`
          delete from ${sql.table(`${QUEUE_SCHEMA}.job`)}
          where name = ${FAILED_JOBS} and data->>'step' = ${step} and data->>'orgId' = any(${chunk}::text[])`.execute(
          db.withoutPlugins(),
        );
      }
      return sent;
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

    async summary() {
      const waits = sql`name = ${ORG_JOBS} and state in ('created', 'retry') and not starts_with(data->>'step', ${`${HELP_STEP} `})`;
      const { rows } = await sql<JobQueueSummary>`
        select count(*) filter (where ${waits})::int8 as waiting,
          count(*) filter (where name = ${ORG_JOBS} and state = 'active')::int8 as running,
          count(*) filter (where name = ${FAILED_JOBS})::int8 as failed,
          (extract(epoch from min(greatest(created_on, start_after)) filter (where ${waits} and start_after <= now())) * 1000)::int8
            as "oldestWaitingAt",
          (extract(epoch from clock_timestamp() - min(greatest(created_on, start_after)) filter (where ${waits} and start_after <= now()))
            * 1000)::int8 as "oldestWaitingMs"
        from ${sql.table(`${QUEUE_SCHEMA}.job`)}
        where name = any(${[ORG_JOBS, FAILED_JOBS]}::text[]) and state in ('created', 'retry', 'active')`.execute(
        db.withoutPlugins(),
      );
      return rows[0]!;
    },

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
