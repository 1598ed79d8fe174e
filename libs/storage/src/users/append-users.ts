import type { UserRecord } from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows } from '../database/storable-json.ts';
import type { Trx } from '../database/tables.ts';

/**
 * Stores the newest version of each user, regardless of the order in which versions arrive. Earlier ones are not stored:
 * each sign-in makes a new version, and a former name is nobody's business. A deleted user who was never stored is left
 * out, because a sync delivers every customer who signs in to a portal.
 * @returns how many users are new or differ from what was stored
 */
export async function appendUsers(trx: Trx, orgId: string, records: readonly UserRecord[]): Promise<number> {
  if (records.length === 0) return 0;
  const { rows } = await sql<{ changed: number }>`
    with newest as materialized (
      select distinct on (id) ${orgId}::text as org_id, r.* from json_to_recordset(${jsonRows(records)}::json) as r(
        id text, "changedAt" int8, deleted boolean, "createdAt" int8, name text, "userType" text, "managerId" text, active boolean)
      order by id, "changedAt" desc
    ), stored as (
      insert into crm_user as known (org_id, user_id, changed_at, deleted, created_at, name, user_type, manager_id, active)
      select newest.org_id, id, "changedAt", newest.deleted, "createdAt", newest.name, "userType", "managerId", newest.active
      from newest left join crm_user before on before.org_id = newest.org_id and before.user_id = newest.id
      where not newest.deleted or before.user_id is not null order by id
      on conflict (org_id, user_id) do update
        set changed_at = excluded.changed_at, deleted = excluded.deleted, deletion_inferred = false,
          created_at = excluded.created_at, name = excluded.name, user_type = excluded.user_type,
          manager_id = excluded.manager_id, active = excluded.active
        where excluded.changed_at >= known.changed_at or (known.deletion_inferred and not excluded.deleted)
      returning org_id, user_id, deleted, name, user_type, manager_id, active
    )
    -- Here crm_user is as it was before the statement.
    select count(*) as changed
    from stored left join crm_user before on before.org_id = stored.org_id and before.user_id = stored.user_id
    where (stored.deleted, stored.name, stored.user_type, stored.manager_id, stored.active) is distinct from
      (before.deleted, before.name, before.user_type, before.manager_id, before.active)`.execute(trx);
  return rows[0]?.changed ?? 0;
}
