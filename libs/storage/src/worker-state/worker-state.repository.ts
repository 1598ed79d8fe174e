import type { WorkerState, WorkerStates } from '@leadlight/workflows';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../database/tables.ts';
import { isClaimed } from '../job-queue/is-claimed.ts';
import { FAILED_JOBS, QUEUE_SCHEMA } from '../job-queue/queue-schema.ts';

/** Each part uses an index, so that it may be queried every few seconds. */
export function workerStateRepository(db: Database): WorkerStates {
  const statesOf = (orgs: RawBuilder<unknown>) => sql<WorkerState>`
    select org.org_id as "orgId", org.last_synced_at as "lastSyncedAt",
      ${isClaimed(sql`org.org_id`, 'follow')} as "followed",
      (select count(*) from unscored_lead where unscored_lead.org_id = org.org_id) as "markedLeads",
      waiting.scores as "waitingScores", waiting.oldest as "oldestWaitingAt",
      (select max(trained_at) from model where model.org_id = org.org_id) as "lastTrainedAt",
      failed.at as "workFailedAt"
    from org left join (
      select data->>'orgId' as org_id, (extract(epoch from min(created_on)) * 1000)::int8 as at
      from ${sql.table(`${QUEUE_SCHEMA}.job`)} as job where name = ${FAILED_JOBS} and state = 'created' group by data->>'orgId'
    ) as failed on failed.org_id = org.org_id
    cross join lateral (
      select count(*) as scores, min(scored_at) as oldest from outbox
      where outbox.org_id = org.org_id and state = 'pending') as waiting
    ${orgs}`;
  return {
    async find(orgId) {
      const { rows } = await statesOf(sql`where org.org_id = ${orgId}`).execute(db);
      return rows[0];
    },
    async list() {
      // Spans orgs: figures for the operator, not for an org.
      const { rows } = await statesOf(sql`order by org.org_id`).execute(db.withoutPlugins());
      return rows;
    },
  };
}
