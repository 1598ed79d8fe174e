import type { Goal } from '@leadlight/lead-features';
import { sql, type RawBuilder } from 'kysely';

/** When a lead reached the goal, as `goalReachedAt` of lead-features says; of the lead `l` with its newest version `v`. */
export function reachedAt(goal: Goal): RawBuilder<unknown> {
  switch (goal.kind) {
    case 'converted':
      return sql`v.converted_at`;
    case 'opportunity':
      return opportunityTime(sql`o.created_at`);
    case 'won':
      return opportunityTime(sql`o.won_at`);
    case 'status':
      return statusReachedAt(goal.status);
  }
}

const opportunityTime = (time: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select case when o.deleted then null else ${time} end from opportunity_version o
  where o.org_id = l.org_id and o.opportunity_id = l.opportunity_id
  order by o.changed_at desc, o.revision desc limit 1)`;

const trackedChanges = sql`
  field_change c where c.org_id = l.org_id and c.lead_id = l.lead_id and c.field = 'Status' and not c.deleted
    and not exists (
      select from field_change n where n.org_id = c.org_id and n.change_id = c.change_id
        and (n.changed_at, n.revision) > (c.changed_at, c.revision))`;

/** By the tracked changes of the lead's status; without any, by its versions. */
const statusReachedAt = (status: string): RawBuilder<unknown> => sql`case
  when exists (select from ${trackedChanges}) then (
    select case when (array_agg(c.old_value #>> '{}' order by c.changed_at))[1] = ${status}::text then v.created_at
      else min(c.changed_at) filter (where c.new_value #>> '{}' = ${status}::text) end
    from ${trackedChanges})
  else (
    select case when min(known.changed_at) filter (where known.fields->>'Status' = ${status}::text) = min(known.changed_at)
      then v.created_at
      else min(known.changed_at) filter (where known.fields->>'Status' = ${status}::text) end
    from lead_version known
    where known.org_id = l.org_id and known.lead_id = l.lead_id and known.fields is not null)
  end`;
