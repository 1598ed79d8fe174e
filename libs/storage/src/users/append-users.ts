import type { UserRecord } from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows } from '../database/storable-json.ts';
import type { Trx } from '../database/tables.ts';
import { DETECTED_DELETION_MS } from '../reconciliation/mark-deleted.ts';

/**
 * Keeps the newest version of each user, whatever the order in which versions come. Earlier ones are not kept: signing in
 * makes a new version, and a name that a colleague gave up is nobody's business. Nor is one who never was a colleague: a
 * sync tells of every customer who signs in to a portal.
 * @returns how many users were new or say something new
 */
export async function appendUsers(trx: Trx, orgId: string, records: readonly UserRecord[]): Promise<number> {
  if (records.length === 0) return 0;
  const { rows } = await sql<{ news: boolean }>`
    with newest as materialized (
      select distinct on (id) ${orgId}::text as org_id, r.* from json_to_recordset(${jsonRows(records)}::json) as r(
        id text, "changedAt" int8, deleted boolean, "createdAt" int8, name text, "userType" text, active boolean)
      order by id, "changedAt" desc
    ), kept as (
      insert into crm_user as known (org_id, user_id, changed_at, deleted, created_at, name, user_type, active)
      select newest.org_id, id, "changedAt", newest.deleted, "createdAt", newest.name, "userType", newest.active
      from newest left join crm_user before on before.org_id = newest.org_id and before.user_id = newest.id
      where not newest.deleted or before.user_id is not null order by id
      on conflict (org_id, user_id) do update
        set changed_at = excluded.changed_at, deleted = excluded.deleted, created_at = excluded.created_at,
          name = excluded.name, user_type = excluded.user_type, active = excluded.active
        where excluded.changed_at >= known.changed_at
          or (known.deleted and known.changed_at % 1000 = ${DETECTED_DELETION_MS} and not excluded.deleted)
      returning org_id, user_id, deleted, name, user_type, active)
    select (kept.deleted, kept.name, kept.user_type, kept.active) is distinct from
      (before.deleted, before.name, before.user_type, before.active) as news
    -- A statement sees the table as it was before it began.
    from kept left join crm_user before on before.org_id = kept.org_id and before.user_id = kept.user_id`.execute(trx);
  return rows.filter(({ news }) => news).length;
}
