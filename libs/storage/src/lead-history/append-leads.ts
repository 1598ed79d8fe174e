import type { LeadRecord } from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows } from '../database/storable-json.ts';
import type { Trx } from '../database/tables.ts';
import type { Revised } from './assign-revisions.ts';
import { noteChangedHistories } from './history-changes.ts';
import { insertNewVersions } from './insert-new-versions.ts';
import { followMergedContacts } from './merged-contacts.ts';

/**
 * Appends versions of leads. A version that equals the stored one before it is stored without its fields: a written score
 * changes a lead's time and nothing that is read, and must neither fill the history nor mark the lead for scoring.
 */
export async function appendLeads(
  trx: Trx,
  orgId: string,
  records: readonly Revised<LeadRecord>[],
  marking: boolean,
): Promise<number> {
  if (records.length === 0) return 0;
  await fillSuccessors(trx, orgId, records);
  const { count, recordIds } = await insertNewVersions(
    trx,
    orgId,
    sql`
    insert into lead_version
      (org_id, lead_id, changed_at, revision, deleted, created_at, converted_at, contact_id, opportunity_id, fields)
    select ${orgId}, r.id, r."changedAt", r.revision, r.deleted, r."createdAt", r."convertedAt", r."contactId",
      r."opportunityId",
      case when (r.deleted, r."createdAt", r."convertedAt", r."contactId", r."opportunityId") is not distinct from
          (before.deleted, before.created_at, before.converted_at, before.contact_id, before.opportunity_id)
        and r.fields::jsonb = before.fields::jsonb then null else r.fields end
    from (
      select *, row_number() over (partition by id order by "changedAt", revision) as place
      from json_to_recordset(${jsonRows(records)}::json) as page(
        id text, "changedAt" int8, revision int4, deleted boolean, "createdAt" int8, "convertedAt" int8,
        "contactId" text, "opportunityId" text, fields json)) as r
    left join lateral (
      select v.deleted, v.created_at, v.converted_at, v.contact_id, v.opportunity_id, v.fields from lead_version v
      where v.org_id = ${orgId} and v.lead_id = r.id and v.fields is not null
        and (v.changed_at, v.revision) < (r."changedAt", r.revision)
      order by v.changed_at desc, v.revision desc limit 1) as before on r.place = 1
    on conflict do nothing`,
    'lead_id',
    marking ? sql`case when fields is not null then lead_id end` : undefined,
  );
  await noteChangedHistories(trx, orgId, 'lead', recordIds);
  await upsertLeads(trx, orgId, records);
  return count;
}

/** A version that arrives late must not change the one after it, which gets its own fields first. */
async function fillSuccessors(trx: Trx, orgId: string, records: readonly Revised<LeadRecord>[]): Promise<void> {
  const rows = jsonRows(records.map(({ id, changedAt, revision }) => ({ id, changedAt, revision })));
  await sql`
    with late as materialized (
      select ${orgId}::text as org_id, r.*
      from json_to_recordset(${rows}::json) as r(id text, "changedAt" int8, revision int4)
    ), successor as materialized (
      select distinct next.org_id, next.lead_id, next.changed_at, next.revision
      from late join lead on lead.org_id = late.org_id and lead.lead_id = late.id
        and (lead.changed_at, lead.revision) > (late."changedAt", late.revision)
      cross join lateral (
        select org_id, lead_id, changed_at, revision, fields from lead_version v
        where v.org_id = late.org_id and v.lead_id = late.id
          and (v.changed_at, v.revision) > (late."changedAt", late.revision)
        order by changed_at, revision limit 1) as next
      where next.fields is null
    )
    update lead_version as thin set fields = (
      select whole.fields from lead_version whole
      where whole.org_id = thin.org_id and whole.lead_id = thin.lead_id and whole.fields is not null
        and (whole.changed_at, whole.revision) < (thin.changed_at, thin.revision)
      order by whole.changed_at desc, whole.revision desc limit 1)
    from successor
    where thin.org_id = successor.org_id and thin.lead_id = successor.lead_id
      and thin.changed_at = successor.changed_at and thin.revision = successor.revision`.execute(trx);
}

/** Stores each lead's newest version; a late one changes nothing. Sorted, so that two appends cannot deadlock. */
async function upsertLeads(trx: Trx, orgId: string, records: readonly Revised<LeadRecord>[]): Promise<void> {
  // Without the fields, which are most of a lead and not used here.
  const rows = jsonRows(records.map((lead) => ({ ...lead, fields: undefined })));
  await sql`
    insert into lead as known (org_id, lead_id, changed_at, revision, contact_id, opportunity_id, open)
    select distinct on (id) ${orgId}, id, "changedAt", revision, "contactId", "opportunityId",
      "convertedAt" is null and not deleted
    from json_to_recordset(${rows}::json) as r(
      id text, "changedAt" int8, revision int4, deleted boolean, "convertedAt" int8, "contactId" text,
      "opportunityId" text)
    order by id, "changedAt" desc, revision desc
    on conflict (org_id, lead_id) do update
      set changed_at = excluded.changed_at, revision = excluded.revision, contact_id = excluded.contact_id,
        master_contact_id = null, opportunity_id = excluded.opportunity_id, open = excluded.open
      where (excluded.changed_at, excluded.revision) > (known.changed_at, known.revision)`.execute(trx);
  await followMergedContacts(
    trx,
    orgId,
    records.flatMap(({ contactId }) => contactId ?? []),
  );
}
