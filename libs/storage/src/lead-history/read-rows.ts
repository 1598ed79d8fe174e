import { sql } from 'kysely';
import type { Database } from '../database/tables.ts';
import type { ActivityVersionTable } from './activity.table.ts';
import type { CampaignMembershipVersionTable } from './campaign-membership.table.ts';
import type { FieldChangeTable } from './field-change.table.ts';
import type { LeadTable, LeadVersionTable } from './lead.table.ts';
import type { OpportunityVersionTable } from './opportunity.table.ts';

/** Rows of some leads, one query per kind. Child rows are the newest version of each, and none that is deleted. */
export interface LeadRows {
  readonly leads: readonly LeadRow[];
  /** Ordered by lead, oldest version first. */
  readonly versions: readonly VersionRow[];
  readonly changes: readonly ChangeRow[];
  readonly activities: readonly ActivityRow[];
  readonly memberships: readonly MembershipRow[];
  readonly opportunities: readonly OpportunityRow[];
}

export type LeadRow = Pick<LeadTable, 'lead_id' | 'contact_id' | 'master_contact_id' | 'opportunity_id'>;
export type VersionRow = Omit<LeadVersionTable, 'org_id' | 'opportunity_id' | 'contact_id'>;
export type ChangeRow = Pick<FieldChangeTable, 'lead_id' | 'field' | 'changed_at' | 'old_value' | 'new_value'>;
export type ActivityRow = Omit<ActivityVersionTable, 'org_id' | 'changed_at' | 'deleted'>;
export type MembershipRow = Omit<CampaignMembershipVersionTable, 'org_id' | 'changed_at' | 'deleted'>;
export type OpportunityRow = Pick<OpportunityVersionTable, 'opportunity_id' | 'deleted' | 'created_at' | 'won_at'>;

export async function readRows(db: Database, orgId: string, leads: readonly LeadRow[]): Promise<LeadRows> {
  const leadIds = leads.map((lead) => lead.lead_id);
  const contactIds = leads.flatMap((lead) => [lead.contact_id ?? [], lead.master_contact_id ?? []].flat());
  const opportunityIds = leads.flatMap((lead) => lead.opportunity_id ?? []);
  const [versions, changes, activities, memberships, opportunities] = await Promise.all([
    readVersions(db, orgId, leadIds),
    readChanges(db, orgId, leadIds),
    readActivities(db, orgId, [...leadIds, ...contactIds]),
    readMemberships(db, orgId, leadIds),
    opportunityIds.length > 0 ? readOpportunities(db, orgId, opportunityIds) : [],
  ]);
  return { leads, versions, changes, activities, memberships, opportunities };
}

function readVersions(db: Database, orgId: string, leadIds: readonly string[]): Promise<VersionRow[]> {
  return db
    .selectFrom('lead_version')
    .select(['lead_id', 'changed_at', 'deleted', 'created_at', 'converted_at', 'fields'])
    .where('org_id', '=', orgId)
    .where('lead_id', '=', anyOf(leadIds))
    .orderBy('lead_id')
    .orderBy('changed_at')
    .execute();
}

async function readChanges(db: Database, orgId: string, leadIds: readonly string[]): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`
    select v.lead_id, v.field, v.changed_at, v.old_value, v.new_value
    from field_change v
    cross join lateral (
      select changed_at from field_change n
      where n.org_id = v.org_id and n.change_id = v.change_id order by n.changed_at desc limit 1) newest
    where v.org_id = ${orgId} and v.lead_id = ${anyOf(leadIds)}
      and newest.changed_at = v.changed_at and not v.deleted`.execute(db);
  return rows;
}

/** An activity that has since moved to another party is not here: its newest version counts. */
async function readActivities(db: Database, orgId: string, partyIds: readonly string[]): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    select v.activity_id, v.party_id, v.activity_kind, v.created_at, v.completed_at, v.incoming
    from activity_version v
    cross join lateral (
      select changed_at from activity_version n
      where n.org_id = v.org_id and n.activity_id = v.activity_id order by n.changed_at desc limit 1) newest
    where v.org_id = ${orgId} and v.party_id = ${anyOf(partyIds)}
      and newest.changed_at = v.changed_at and not v.deleted`.execute(db);
  return rows;
}

async function readMemberships(db: Database, orgId: string, leadIds: readonly string[]): Promise<MembershipRow[]> {
  const { rows } = await sql<MembershipRow>`
    select v.membership_id, v.lead_id, v.campaign_id, v.campaign_type, v.created_at, v.responded_at
    from campaign_membership_version v
    cross join lateral (
      select changed_at from campaign_membership_version n
      where n.org_id = v.org_id and n.membership_id = v.membership_id order by n.changed_at desc limit 1) newest
    where v.org_id = ${orgId} and v.lead_id = ${anyOf(leadIds)}
      and newest.changed_at = v.changed_at and not v.deleted`.execute(db);
  return rows;
}

/** Deleted ones too: they are known to be gone, which is not the same as not read. */
async function readOpportunities(db: Database, orgId: string, ids: readonly string[]): Promise<OpportunityRow[]> {
  const { rows } = await sql<OpportunityRow>`
    select distinct on (opportunity_id) opportunity_id, deleted, created_at, won_at from opportunity_version
    where org_id = ${orgId} and opportunity_id = ${anyOf(ids)}
    order by opportunity_id, changed_at desc`.execute(db);
  return rows;
}

const anyOf = (ids: readonly string[]) => sql<string>`any(${ids}::text[])`;
