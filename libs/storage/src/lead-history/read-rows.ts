import type { HistoryRecord } from '@leadlight/workflows';
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
import { VERSION_TABLES } from './version-tables.ts';

/** The rows of some leads, with only the newest version of each child, unless that is deleted. */
export interface LeadRows {
  readonly leads: readonly LeadRow[];
  /** Oldest first for each lead. */
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
export type ChangeRow = Omit<FieldChangeTable, 'org_id' | 'revision' | 'deleted'>;
export type ActivityRow = Omit<ActivityVersionTable, 'org_id' | 'revision' | 'deleted'>;
export type MembershipRow = Omit<CampaignMembershipVersionTable, 'org_id' | 'revision' | 'deleted'>;
export type OpportunityRow = Pick<OpportunityVersionTable, 'opportunity_id' | 'deleted' | 'created_at' | 'won_at'>;

/** Rows of many leads, one query for each kind. For a few leads see `findRows`. */
export async function readRows(db: Database, orgId: string, leads: readonly LeadRow[]): Promise<LeadRows> {
  const leadIds = leads.map((lead) => lead.lead_id);
  const contactIds = leads.flatMap((lead) => [lead.contact_id ?? [], lead.master_contact_id ?? []].flat());
  const opportunityIds = leads.flatMap((lead) => lead.opportunity_id ?? []);
  const [versions, changes, activities, memberships, opportunities] = await Promise.all([
    readVersions(db, orgId, leadIds),
    readChildren<ChangeRow>(db, orgId, 'fieldChange', leadIds),
    readChildren<ActivityRow>(db, orgId, 'activity', [...leadIds, ...contactIds]),
    readChildren<MembershipRow>(db, orgId, 'campaignMembership', leadIds),
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

/** Without records that have moved to another party: the newest version counts. */
async function readChildren<Row>(
  db: Database,
  orgId: string,
  kind: HistoryRecord['kind'],
  partyIds: readonly string[],
): Promise<Row[]> {
  const { table, id, party } = VERSION_TABLES[kind];
  const { rows } = await sql<Row>`
    with ${wanted(orgId, partyIds)}
    select ${sql.join(childColumns(kind).map((column) => sql.ref(`v.${column}`)))}
    from wanted join ${sql.table(table)} v on v.org_id = wanted.org_id and ${sql.ref(`v.${party}`)} = wanted.id
    cross join lateral (
      select changed_at, revision from ${sql.table(table)} n
      where n.org_id = v.org_id and ${sql.ref(`n.${id}`)} = ${sql.ref(`v.${id}`)}
      order by n.changed_at desc, n.revision desc limit 1) newest
    where (newest.changed_at, newest.revision) = (v.changed_at, v.revision) and not v.deleted`.execute(db);
  return rows;
}

export function childColumns(kind: HistoryRecord['kind']): string[] {
  const { id, columns } = VERSION_TABLES[kind];
  return [id, 'changed_at', ...Object.keys(columns)];
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
