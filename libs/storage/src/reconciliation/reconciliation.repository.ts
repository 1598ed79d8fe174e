import { DAY_MS, SECOND_MS } from '@leadlight/common';
import type { Reconciliation, RecordSelection } from '@leadlight/workflows';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../database/tables.ts';
import { VERSION_TABLES } from '../lead-history/version-tables.ts';
import { lockOrg } from '../orgs/lock-org.ts';
import { withoutErased } from '../personal-data/erased-parties.ts';
import { markDeleted } from './mark-deleted.ts';

export function reconciliationRepository(db: Database): Reconciliation {
  return {
    async countsByDay(orgId, selection, from, to) {
      // Grouped before days become text: sorting 100,000 texts takes longer than all else.
      const { rows } = await sql<{ day: string; count: number }>`
        select to_char(to_timestamp(day * ${DAY_MS / SECOND_MS}::int8) at time zone 'UTC', 'YYYY-MM-DD') as day, count
        from (
          select floor(time / ${DAY_MS}::numeric)::int8 as day, count(*) as count
          from (${newestVersions(orgId, selection, from, to)}) as record
          group by 1
        ) as counted
        order by 1`.execute(db);
      return new Map(rows.map(({ day, count }) => [day, count]));
    },

    async idsBetween(orgId, selection, from, to) {
      const { rows } = await sql<{ id: string }>`
        select id from (${newestVersions(orgId, selection, from, to)}) as record order by id`.execute(db);
      return rows.map(({ id }) => id);
    },

    async keptOut(orgId, records) {
      const kept = new Set((await withoutErased(db, orgId, records)).map(({ id }) => id));
      return new Set(records.map(({ id }) => id).filter((id) => !kept.has(id)));
    },

    markDeleted: (orgId, kind, ids, at) =>
      db.transaction().execute(async (trx) => {
        await lockOrg(trx, orgId);
        return markDeleted(trx, orgId, kind, ids, at);
      }),
  };
}

/**
 * Newest versions, without deleted ones, of records created or last changed from `from` to before `to`. It reads the versions
 * once, in the order of their key: to look up for each whether a newer one follows takes five times as long.
 */
function newestVersions(
  orgId: string,
  { kind, activityKinds, idPrefix, dayOf = 'creation' }: RecordSelection,
  from: number,
  to: number,
): RawBuilder<unknown> {
  const { table, id, createdAt } = VERSION_TABLES[kind];
  const [idColumn, time] = [sql.ref(`v.${id}`), sql.ref(`v.${dayOf === 'change' ? 'changed_at' : createdAt}`)];
  const ofPrefix = idPrefix === undefined ? sql`` : sql`and starts_with(${idColumn}, ${idPrefix})`;
  // What was last changed before `from` has no version from then on.
  const changedSince = dayOf === 'change' ? sql`and v.changed_at >= ${from}` : sql``;
  const kindColumn = kind === 'activity' ? sql`, v.activity_kind` : sql``;
  const ofKinds = activityKinds === undefined ? sql`` : sql`and activity_kind = any(${activityKinds}::text[])`;
  // A user has one version.
  const newestFirst = kind === 'user' ? sql`` : sql`, v.changed_at desc, v.revision desc`;
  return sql`
    select id, time from (
      select distinct on (${idColumn}) ${idColumn} as id, ${time} as time, v.deleted ${kindColumn}
      from ${sql.table(table)} v
      where v.org_id = ${orgId} ${ofPrefix} ${changedSince}
      order by ${idColumn} desc ${newestFirst}
    ) as newest
    where time >= ${from} and time < ${to} and not deleted ${ofKinds}`;
}
