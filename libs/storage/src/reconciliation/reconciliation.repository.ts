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
      const { rows } = await sql<{ day: string; count: number }>`
        select to_char(to_timestamp(time / 1000.0) at time zone 'UTC', 'YYYY-MM-DD') as day, count(*) as count
        from (${newestVersions(orgId, selection, from, to)}) as record
        group by 1 order by 1`.execute(db);
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

/** Newest versions, without deleted ones, of records created or last changed from `from` to before `to`. */
function newestVersions(
  orgId: string,
  { kind, activityKinds, idPrefix, dayOf = 'creation' }: RecordSelection,
  from: number,
  to: number,
): RawBuilder<unknown> {
  const { table, id, createdAt } = VERSION_TABLES[kind];
  const [idColumn, time] = [sql.ref(`v.${id}`), sql.ref(`v.${dayOf === 'change' ? 'changed_at' : createdAt}`)];
  const isNewest =
    kind === 'user'
      ? sql`true`
      : sql`(v.changed_at, v.revision) = (
        select n.changed_at, n.revision from ${sql.table(table)} n
        where n.org_id = v.org_id and ${sql.ref(`n.${id}`)} = ${idColumn}
        order by n.changed_at desc, n.revision desc limit 1)`;
  const ofKinds =
    kind === 'activity' && activityKinds !== undefined
      ? sql`and v.activity_kind = any(${activityKinds}::text[])`
      : sql``;
  const ofPrefix = idPrefix === undefined ? sql`` : sql`and starts_with(${idColumn}, ${idPrefix})`;
  return sql`
    select ${idColumn} as id, ${time} as time from ${sql.table(table)} v
    where v.org_id = ${orgId} and ${time} >= ${from} and ${time} < ${to}
      and not v.deleted ${ofKinds} ${ofPrefix} and ${isNewest}`;
}
