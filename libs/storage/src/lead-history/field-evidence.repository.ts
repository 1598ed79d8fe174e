import { DAY_MS } from '@leadlight/common';
import type { FieldEvidence } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Database } from '../database/tables.ts';

const WEEK_MS = 7 * DAY_MS;
/** An automation may save a lead again a moment after the change that history has. */
const SAME_SAVE_MS = 10_000;

export function fieldEvidenceRepository(db: Database): FieldEvidence {
  return {
    async recordedChanges(orgId) {
      const { rows } = await sql<{ field: string; first: number; weeks: number }>`
        select field, first, count(distinct (changed_at - first) / ${WEEK_MS}) filter (where changed_at - first >= ${WEEK_MS}) as weeks
        from (
          select field, changed_at, min(changed_at) over (partition by field) as first
          from field_change where org_id = ${orgId} and not deleted
        ) as change
        group by field, first`.execute(db);
      return new Map(rows.map(({ field, first, weeks }) => [field, { firstAt: first, laterWeeks: weeks }]));
    },

    async leadsByDay(orgId) {
      const { rows } = await sql<{ day: number; leads: number }>`
        select v.created_at / ${DAY_MS} as day, count(*) as leads
        from lead l join lead_version v using (org_id, lead_id, changed_at, revision)
        where org_id = ${orgId} group by 1`.execute(db);
      return new Map(rows.map(({ day, leads }) => [day * DAY_MS, leads]));
    },

    async unrecordedChanges(orgId, before) {
      const [names, instants] = [[...before.keys()], [...before.values()]];
      const { rows } = await sql<{ field: string; latest: number }>`
        with searched as (
          select * from unnest(${names}::text[], ${instants}::int8[]) as s (field, before)
        ), seen as (
          select s.field, s.before, v.lead_id, v.changed_at, v.fields->>s.field as value,
            lag(v.fields->>s.field) over w as old_value, lag(v.changed_at) over w as old_at
          from lead_version v cross join searched s
          where v.org_id = ${orgId} and v.fields is not null and v.fields->s.field is not null
            and v.lead_id in (
              select lead_id from lead_version
              where org_id = ${orgId} and fields is not null group by lead_id having count(*) > 1)
          window w as (partition by s.field, v.lead_id order by v.changed_at, v.revision)
        )
        select field, max(changed_at) as latest from seen
        where old_at < changed_at and changed_at < before - ${SAME_SAVE_MS} and old_value is distinct from value
        group by field having count(distinct (old_value, value)) > 1`.execute(db);
      return new Map(rows.map(({ field, latest }) => [field, latest]));
    },
  };
}
