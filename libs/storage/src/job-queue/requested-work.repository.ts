import { TEST_EVENT, type ActivePropensityModel, type RequestedWork } from '@leadlight/workflows';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../database/tables.ts';

/** Reads span orgs: they are questions of a worker that serves all of them. */
export function requestedWorkRepository(db: Database): RequestedWork {
  const orgs = async (statement: RawBuilder<{ org_id: string }>): Promise<readonly string[]> =>
    (await statement.execute(db.withoutPlugins())).rows.map(({ org_id }) => org_id);
  return {
    orgsWithJobs: () => orgs(sql`select distinct org_id from job where state in ('waiting', 'running')`),

    async activePropensityModels() {
      const { rows } = await sql<ActivePropensityModel>`
        select org_id as "orgId", propensity_id as "propensityId", model_id as "modelId"
        from propensity_model where active`.execute(db.withoutPlugins());
      return rows;
    },

    orgsWithTestMessages: (now) =>
      orgs(sql`
        select distinct org_id from notification_delivery
        where state = 'pending' and starts_with(event_id, ${TEST_EVENT}) and next_attempt_at <= ${now}`),

    // As `isWriteDue` decides for one audience; and those with a list view to delete.
    orgsWithDueAudiences: (now, intervalMs) =>
      orgs(sql`
        select distinct org_id
        from (select *, (last_write->>'at')::int8 as at, (last_write->>'revision')::int8 as written from audience) as audience
        where (campaign_id is not null or list_view) and confirmed_revision = revision
          and (at is null or written <> revision or write_requested_at > at or abs(${now}::int8 - at) >= ${intervalMs}::int8)
        union
        select org_id from audience_list_view as noted
        where not exists (
          select from audience
          where audience.org_id = noted.org_id and audience.audience_id = noted.audience_id and list_view)`),
  };
}
