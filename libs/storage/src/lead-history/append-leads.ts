import type { LeadRecord } from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows } from '../database/storable-json.ts';
import type { Trx } from '../database/tables.ts';
import { insertNewVersions } from './insert-new-versions.ts';
import { followMergedContacts } from './merged-contacts.ts';

/**
 * Appends versions of leads. One that says what the stored one before it says is kept without its fields: a written score
 * changes a lead's time and nothing that is read, and must neither fill the history nor mark the lead for scoring.
 */
export async function appendLeads(
  trx: Trx,
  orgId: string,
  records: readonly LeadRecord[],
  marking: boolean,
): Promise<number> {
  if (records.length === 0) return 0;
  await fillSuccessors(trx, orgId, records);
  const added = await insertNewVersions(
    trx,
    orgId,
    sql`
    insert into lead_version
      (org_id, lead_id, changed_at, deleted, created_at, converted_at, contact_id, opportunity_id, fields)
    select ${orgId}, r.id, r."changedAt", r.deleted, r."createdAt", r."convertedAt", r."contactId", r."opportunityId",
      case when (r.deleted, r."createdAt", r."convertedAt", r."contactId", r."opportunityId") is not distinct from
          (before.deleted, before.created_at, before.converted_at, before.contact_id, before.opportunity_id)
        and r.fields::jsonb = before.fields::jsonb then null else r.fields end
    from (
      select *, row_number() over (partition by id order by "changedAt") as place
      from json_to_recordset(${jsonRows(records)}::json) as page(
        id text, "changedAt" int8, deleted boolean, "createdAt" int8, "convertedAt" int8,
        "contactId" text, "opportunityId" text, fields json)) as r
    left join lateral (
      select v.deleted, v.created_at, v.converted_at, v.contact_id, v.opportunity_id, v.fields from lead_version v
      where v.org_id = ${orgId} and v.lead_id = r.id and v.changed_at < r."changedAt" and v.fields is not null
      order by v.changed_at desc limit 1) as before on r.place = 1
    on conflict do nothing`,
    sql`case when fields is not null then lead_id end`,
    marking,
  );
  await upsertLeads(trx, orgId, records);
  return added;
}

/** A version that comes late must not change what the one after it says: that one gets its own fields first. */
async function fillSuccessors(trx: Trx, orgId: string, records: readonly LeadRecord[]): Promise<void> {
  const rows = jsonRows(records.map(({ id, changedAt }) => ({ id, changedAt })));
  await sql`
    with late as materialized (
      select ${orgId}::text as org_id, r.* from json_to_recordset(${rows}::json) as r(id text, "changedAt" int8)
    ), successor as materialized (
      select distinct next.org_id, next.lead_id, next.changed_at
      from late join lead on lead.org_id = late.org_id and lead.lead_id = late.id and lead.changed_at > late."changedAt"
      cross join lateral (
        select org_id, lead_id, changed_at, fields from lead_version v
        where v.org_id = late.org_id and v.lead_id = late.id and v.changed_at > late."changedAt"
        order by changed_at limit 1) as next
      where next.fields is null
    )
    update lead_version as thin set fields = (
      select whole.fields from lead_version whole
      where whole.org_id = thin.org_id and whole.lead_id = thin.lead_id and whole.changed_at < thin.changed_at
        and whole.fields is not null
      order by whole.changed_at desc limit 1)
    from successor
    where thin.org_id = successor.org_id and thin.lead_id = successor.lead_id
      and thin.changed_at = successor.changed_at`.execute(trx);
}

/** Lets each lead point to its newest version; one that came late moves nothing. Sorted, so that two appends cannot deadlock. */
async function upsertLeads(trx: Trx, orgId: string, records: readonly LeadRecord[]): Promise<void> {
  // Without the fields, which are most of a lead and nothing to this.
  const rows = jsonRows(records.map((lead) => ({ ...lead, fields: undefined })));
  await sql`
    insert into lead as known (org_id, lead_id, changed_at, contact_id, opportunity_id, open)
    select distinct on (id) ${orgId}, id, "changedAt", "contactId", "opportunityId", "convertedAt" is null and not deleted
    from json_to_recordset(${rows}::json) as r(
      id text, "changedAt" int8, deleted boolean, "convertedAt" int8, "contactId" text, "opportunityId" text)
    order by id, "changedAt" desc
    on conflict (org_id, lead_id) do update
      set changed_at = excluded.changed_at, contact_id = excluded.contact_id,
        master_contact_id = null, opportunity_id = excluded.opportunity_id, open = excluded.open
      where excluded.changed_at > known.changed_at`.execute(trx);
  await followMergedContacts(
    trx,
    orgId,
    records.flatMap(({ contactId }) => contactId ?? []),
  );
}
