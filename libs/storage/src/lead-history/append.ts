import type {
  ActivityRecord,
  CampaignMembershipRecord,
  FieldChangeRecord,
  HistoryRecord,
  LeadRecord,
} from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows } from '../database/json-rows.ts';
import type { Trx } from '../database/tables.ts';

/** So many rows go into one statement: large enough to be fast, small enough that a statement stays a few MB. */
const ROWS_PER_STATEMENT = 5_000;

/** Appends versions of any kinds. @returns how many were new */
export async function appendRecords(trx: Trx, orgId: string, records: readonly HistoryRecord[]): Promise<number> {
  let added = 0;
  for (let start = 0; start < records.length; start += ROWS_PER_STATEMENT) {
    const batch = records.slice(start, start + ROWS_PER_STATEMENT);
    added += await appendLeads(trx, orgId, ofKind(batch, 'lead'));
    added += await appendFieldChanges(trx, orgId, ofKind(batch, 'fieldChange'));
    added += await appendActivities(trx, orgId, ofKind(batch, 'activity'));
    added += await appendMemberships(trx, orgId, ofKind(batch, 'campaignMembership'));
  }
  return added;
}

type OfKind<K extends HistoryRecord['kind']> = Extract<HistoryRecord, { kind: K }>;

function ofKind<K extends HistoryRecord['kind']>(records: readonly HistoryRecord[], kind: K): OfKind<K>[] {
  return records.filter((record): record is OfKind<K> => record.kind === kind);
}

async function appendLeads(trx: Trx, orgId: string, records: readonly LeadRecord[]): Promise<number> {
  if (records.length === 0) return 0;
  const added = await sql`
    insert into lead_version
      (org_id, lead_id, changed_at, deleted, created_at, converted_at, contact_id, opportunity_id, fields)
    select ${orgId}, id, "changedAt", deleted, "createdAt", "convertedAt", "contactId", "opportunityId", fields
    from json_to_recordset(${jsonRows(records)}::json) as r(
      id text, "changedAt" int8, deleted boolean, "createdAt" int8, "convertedAt" int8,
      "contactId" text, "opportunityId" text, fields json)
    on conflict do nothing`.execute(trx);
  await moveLeads(trx, orgId, records);
  return count(added);
}

/** Lets each lead point to its newest version; one that came late moves nothing. Sorted, so that two appends cannot deadlock. */
async function moveLeads(trx: Trx, orgId: string, records: readonly LeadRecord[]): Promise<void> {
  // Without the fields, which are most of a lead and nothing to this.
  const rows = jsonRows(records.map((lead) => ({ ...lead, fields: undefined })));
  await sql`
    insert into lead as known (org_id, lead_id, changed_at, contact_id, open)
    select distinct on (id) ${orgId}, id, "changedAt", "contactId", "convertedAt" is null and not deleted
    from json_to_recordset(${rows}::json) as r(
      id text, "changedAt" int8, deleted boolean, "convertedAt" int8, "contactId" text)
    order by id, "changedAt" desc
    on conflict (org_id, lead_id) do update
      set changed_at = excluded.changed_at, contact_id = excluded.contact_id, open = excluded.open
      where excluded.changed_at > known.changed_at`.execute(trx);
}

async function appendFieldChanges(trx: Trx, orgId: string, records: readonly FieldChangeRecord[]): Promise<number> {
  if (records.length === 0) return 0;
  const added = await sql`
    insert into field_change (org_id, change_id, changed_at, deleted, lead_id, field, old_value, new_value)
    select ${orgId}, id, "changedAt", deleted, "leadId", field, "oldValue", "newValue"
    from json_to_recordset(${jsonRows(records)}::json) as r(
      id text, "changedAt" int8, deleted boolean, "leadId" text, field text, "oldValue" json, "newValue" json)
    on conflict do nothing`.execute(trx);
  return count(added);
}

async function appendActivities(trx: Trx, orgId: string, records: readonly ActivityRecord[]): Promise<number> {
  if (records.length === 0) return 0;
  const added = await sql`
    insert into activity_version
      (org_id, activity_id, changed_at, deleted, party_id, activity_kind, created_at, completed_at, incoming)
    select ${orgId}, id, "changedAt", deleted, "partyId", "activityKind", "createdAt", "completedAt", incoming
    from json_to_recordset(${jsonRows(records)}::json) as r(
      id text, "changedAt" int8, deleted boolean, "partyId" text, "activityKind" text,
      "createdAt" int8, "completedAt" int8, incoming boolean)
    on conflict do nothing`.execute(trx);
  return count(added);
}

async function appendMemberships(
  trx: Trx,
  orgId: string,
  records: readonly CampaignMembershipRecord[],
): Promise<number> {
  if (records.length === 0) return 0;
  const added = await sql`
    insert into campaign_membership_version
      (org_id, membership_id, changed_at, deleted, lead_id, campaign_id, campaign_type, created_at, responded_at)
    select ${orgId}, id, "changedAt", deleted, "leadId", "campaignId", "campaignType", "createdAt", "respondedAt"
    from json_to_recordset(${jsonRows(records)}::json) as r(
      id text, "changedAt" int8, deleted boolean, "leadId" text, "campaignId" text, "campaignType" text,
      "createdAt" int8, "respondedAt" int8)
    on conflict do nothing`.execute(trx);
  return count(added);
}

const count = ({ numAffectedRows }: { readonly numAffectedRows?: bigint }): number => Number(numAffectedRows ?? 0n);
