import type {
  ActivityRecord,
  CampaignMembershipRecord,
  ContactRecord,
  FieldChangeRecord,
  OpportunityRecord,
} from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows } from '../database/storable-json.ts';
import type { Trx } from '../database/tables.ts';
import type { Revised } from './assign-revisions.ts';
import { insertNewVersions } from './insert-new-versions.ts';
import { followMergedContacts } from './merged-contacts.ts';

export async function appendFieldChanges(
  trx: Trx,
  orgId: string,
  records: readonly Revised<FieldChangeRecord>[],
  marking: boolean,
): Promise<number> {
  if (records.length === 0) return 0;
  const insert = sql`
    insert into field_change (org_id, change_id, changed_at, revision, deleted, lead_id, field, old_value, new_value)
    select ${orgId}, id, "changedAt", revision, deleted, "leadId", field, "oldValue", "newValue"
    from json_to_recordset(${jsonRows(records)}::json) as r(
      id text, "changedAt" int8, revision int4, deleted boolean, "leadId" text, field text, "oldValue" json,
      "newValue" json)
    on conflict do nothing`;
  return insertNewVersions(trx, orgId, insert, sql`lead_id`, marking);
}

export async function appendActivities(
  trx: Trx,
  orgId: string,
  records: readonly Revised<ActivityRecord>[],
  marking: boolean,
): Promise<number> {
  if (records.length === 0) return 0;
  const insert = sql`
    insert into activity_version
      (org_id, activity_id, changed_at, revision, deleted, party_id, activity_kind, created_at, completed_at, incoming)
    select ${orgId}, id, "changedAt", revision, deleted, "partyId", "activityKind", "createdAt", "completedAt", incoming
    from json_to_recordset(${jsonRows(records)}::json) as r(
      id text, "changedAt" int8, revision int4, deleted boolean, "partyId" text, "activityKind" text,
      "createdAt" int8, "completedAt" int8, incoming boolean)
    on conflict do nothing`;
  if (marking) await markPreviousParties(trx, orgId, records);
  return insertNewVersions(trx, orgId, insert, sql`party_id`, marking);
}

/** An activity that moves to another party changes the history of the previous one too. */
async function markPreviousParties(trx: Trx, orgId: string, records: readonly ActivityRecord[]): Promise<void> {
  const rows = jsonRows(records.map(({ id, partyId }) => ({ id, partyId })));
  await sql`
    with moved as materialized (
      select ${orgId}::text as org_id, r.* from json_to_recordset(${rows}::json) as r(id text, "partyId" text)
    )
    insert into unscored_lead (org_id, lead_id)
    select ${orgId}, known.party_id from moved
    join activity_version known on known.org_id = moved.org_id and known.activity_id = moved.id
    where known.party_id <> moved."partyId" and known.party_id <> ''
    group by known.party_id order by known.party_id
    on conflict (org_id, lead_id) do update set mark = excluded.mark`.execute(trx);
}

export async function appendMemberships(
  trx: Trx,
  orgId: string,
  records: readonly Revised<CampaignMembershipRecord>[],
  marking: boolean,
): Promise<number> {
  if (records.length === 0) return 0;
  const insert = sql`
    insert into campaign_membership_version (org_id, membership_id, changed_at, revision, deleted, lead_id,
      campaign_id, campaign_type, created_at, responded_at)
    select ${orgId}, id, "changedAt", revision, deleted, "leadId", "campaignId", "campaignType", "createdAt",
      "respondedAt"
    from json_to_recordset(${jsonRows(records)}::json) as r(
      id text, "changedAt" int8, revision int4, deleted boolean, "leadId" text, "campaignId" text,
      "campaignType" text, "createdAt" int8, "respondedAt" int8)
    on conflict do nothing`;
  return insertNewVersions(trx, orgId, insert, sql`lead_id`, marking);
}

/** Marks no lead: one that became an opportunity is not scored any more. */
export async function appendOpportunities(
  trx: Trx,
  orgId: string,
  records: readonly Revised<OpportunityRecord>[],
): Promise<number> {
  if (records.length === 0) return 0;
  const added = await sql`
    insert into opportunity_version (org_id, opportunity_id, changed_at, revision, deleted, created_at, won_at)
    select ${orgId}, id, "changedAt", revision, deleted, "createdAt", "wonAt"
    from json_to_recordset(${jsonRows(records)}::json) as r(
      id text, "changedAt" int8, revision int4, deleted boolean, "createdAt" int8, "wonAt" int8)
    on conflict do nothing`.execute(trx);
  return Number(added.numAffectedRows ?? 0n);
}

/** Leads whose contact was merged follow it at once. */
export async function appendContacts(
  trx: Trx,
  orgId: string,
  records: readonly Revised<ContactRecord>[],
): Promise<number> {
  if (records.length === 0) return 0;
  const added = await sql`
    insert into contact_version (org_id, contact_id, changed_at, revision, deleted, created_at, master_id)
    select ${orgId}, id, "changedAt", revision, deleted, "createdAt", "masterId"
    from json_to_recordset(${jsonRows(records)}::json) as r(
      id text, "changedAt" int8, revision int4, deleted boolean, "createdAt" int8, "masterId" text)
    on conflict do nothing`.execute(trx);
  await followMergedContacts(
    trx,
    orgId,
    records.map(({ id }) => id),
  );
  return Number(added.numAffectedRows ?? 0n);
}
