import { sql } from 'kysely';
import type { Database } from '../database/tables.ts';
import type {
  ActivityVersionTable,
  CampaignMembershipVersionTable,
  FieldChangeTable,
  LeadTable,
  LeadVersionTable,
  OpportunityVersionTable,
} from './history.tables.ts';

/** The rows of some leads. Of children only the newest version, unless that is deleted. */
export interface LeadRows {
  readonly leads: readonly LeadRow[];
  /** Of each lead the oldest first. */
  readonly versions: readonly VersionRow[];
  readonly changes: readonly ChangeRow[];
  readonly activities: readonly ActivityRow[];
  readonly memberships: readonly MembershipRow[];
  /** Deleted ones too: a deleted opportunity differs from one that was not read. */
  readonly opportunities: readonly OpportunityRow[];
}

export type LeadRow = Pick<LeadTable, 'lead_id' | 'contact_id' | 'master_contact_id' | 'opportunity_id'>;
export type VersionRow = Pick<
  LeadVersionTable,
  'lead_id' | 'changed_at' | 'deleted' | 'created_at' | 'converted_at' | 'fields'
>;
export type ChangeRow = Pick<FieldChangeTable, 'lead_id' | 'field' | 'changed_at' | 'old_value' | 'new_value'>;
export type ActivityRow = Pick<
  ActivityVersionTable,
  'activity_id' | 'party_id' | 'activity_kind' | 'created_at' | 'completed_at' | 'incoming'
>;
export type MembershipRow = Pick<
  CampaignMembershipVersionTable,
  'membership_id' | 'lead_id' | 'campaign_id' | 'campaign_type' | 'created_at' | 'responded_at'
>;
export type OpportunityRow = Pick<OpportunityVersionTable, 'opportunity_id' | 'deleted' | 'created_at' | 'won_at'>;

/** Rows of many leads, one query for each kind. For a few leads see `findRows`. */
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

async function readVersions(db: Database, orgId: string, leadIds: readonly string[]): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    with ${wanted(orgId, leadIds)}
    select v.lead_id, v.changed_at, v.deleted, v.created_at, v.converted_at, v.fields
    from wanted join lead_version v on v.org_id = wanted.org_id and v.lead_id = wanted.id
    order by v.lead_id, v.changed_at, v.revision`.execute(db);
  return rows;
}

async function readChanges(db: Database, orgId: string, leadIds: readonly string[]): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`
    with ${wanted(orgId, leadIds)}
    select v.lead_id, v.field, v.changed_at, v.old_value, v.new_value
    from wanted join field_change v on v.org_id = wanted.org_id and v.lead_id = wanted.id
    cross join lateral (
      select changed_at, revision from field_change n where n.org_id = v.org_id and n.change_id = v.change_id
      order by n.changed_at desc, n.revision desc limit 1) newest
    where (newest.changed_at, newest.revision) = (v.changed_at, v.revision) and not v.deleted`.execute(db);
  return rows;
}

/** Without activities that have moved to another party: the newest version counts. */
async function readActivities(db: Database, orgId: string, partyIds: readonly string[]): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    with ${wanted(orgId, partyIds)}
    select v.activity_id, v.party_id, v.activity_kind, v.created_at, v.completed_at, v.incoming
    from wanted join activity_version v on v.org_id = wanted.org_id and v.party_id = wanted.id
    cross join lateral (
      select changed_at, revision from activity_version n where n.org_id = v.org_id and n.activity_id = v.activity_id
      order by n.changed_at desc, n.revision desc limit 1) newest
    where (newest.changed_at, newest.revision) = (v.changed_at, v.revision) and not v.deleted`.execute(db);
  return rows;
}

async function readMemberships(db: Database, orgId: string, leadIds: readonly string[]): Promise<MembershipRow[]> {
  const { rows } = await sql<MembershipRow>`
    with ${wanted(orgId, leadIds)}
    select v.membership_id, v.lead_id, v.campaign_id, v.campaign_type, v.created_at, v.responded_at
    from wanted join campaign_membership_version v on v.org_id = wanted.org_id and v.lead_id = wanted.id
    cross join lateral (
      select changed_at, revision from campaign_membership_version n
      where n.org_id = v.org_id and n.membership_id = v.membership_id
      order by n.changed_at desc, n.revision desc limit 1) newest
    where (newest.changed_at, newest.revision) = (v.changed_at, v.revision) and not v.deleted`.execute(db);
  return rows;
}

async function readOpportunities(db: Database, orgId: string, ids: readonly string[]): Promise<OpportunityRow[]> {
  const { rows } = await sql<OpportunityRow>`
    with ${wanted(orgId, ids)}
    select newest.* from wanted cross join lateral (
      select v.opportunity_id, v.deleted, v.created_at, v.won_at from opportunity_version v
      where v.org_id = wanted.org_id and v.opportunity_id = wanted.id
      order by v.changed_at desc, v.revision desc limit 1) as newest`.execute(db);
  return rows;
}

/**
 * Ids together with their org, so that PostgreSQL looks up each of them in the index on both. With the org as a constant it
 * scans all rows of the org instead, where its statistics do not know the org yet.
 */
export const wanted = (orgId: string, ids: readonly string[]) => sql`
  wanted as materialized (
    select distinct ${orgId}::text as org_id, id from unnest(${ids}::text[]) as given(id))`;
