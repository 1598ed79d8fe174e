import type { RecordChangeRow, RecordVersionRow } from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows } from '../database/storable-json.ts';
import type { Trx } from '../database/tables.ts';

/**
 * Appends versions of records that differ from the newest stored one. The CRM returns the present state of a record, so a
 * version that is older than the newest one is stale and left out.
 * @returns how many were new
 */
export async function appendVersions(trx: Trx, orgId: string, rows: readonly RecordVersionRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const records = jsonRows(rows);
  const added = await sql`
    insert into record_version
      (org_id, object, record_id, changed_at, revision, created_at, deleted, parents, fields)
    select ${orgId}, r.object, r.id, r."changedAt",
      case when before.changed_at = r."changedAt" then before.revision + 1 else 0 end,
      r."createdAt", r.deleted, r.parents, r.fields
    from (
      select distinct on (object, id) * from json_to_recordset(${records}::json) as page(
        object text, id text, "createdAt" int8, "changedAt" int8, deleted boolean, parents json, fields json)
      order by object, id, "changedAt" desc) as r
    left join lateral (
      select v.changed_at, v.revision, v.deleted, v.parents, v.fields from record_version v
      where v.org_id = ${orgId} and v.object = r.object and v.record_id = r.id
      order by v.changed_at desc, v.revision desc limit 1) as before on true
    where before.changed_at is null or (before.changed_at <= r."changedAt" and (
      before.deleted <> r.deleted or before.parents::jsonb <> r.parents::jsonb or before.fields::jsonb <> r.fields::jsonb))
    on conflict do nothing`.execute(trx);
  await sql`
    insert into record_parent (org_id, object, field, parent_id, record_id)
    select distinct ${orgId}, r.object, parent.key, parent.value, r.id
    from json_to_recordset(${records}::json) as r(object text, id text, parents json)
    cross join lateral json_each_text(r.parents) as parent
    where parent.value is not null
    on conflict do nothing`.execute(trx);
  return Number(added.numAffectedRows ?? 0n);
}

/** Appends rows of field history. @returns how many were new */
export async function appendChanges(trx: Trx, orgId: string, rows: readonly RecordChangeRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const added = await sql`
    insert into record_change (org_id, object, record_id, change_id, changed_at, field, old_value, new_value)
    select ${orgId}, r.object, r."recordId", r.id, r."changedAt", r.field, r."oldValue", r."newValue"
    from json_to_recordset(${jsonRows(rows)}::json) as r(
      object text, "recordId" text, id text, "changedAt" int8, field text, "oldValue" json, "newValue" json)
    on conflict do nothing`.execute(trx);
  return Number(added.numAffectedRows ?? 0n);
}
