import { sql } from 'kysely';
import type { Database } from '../database/tables.ts';
import {
  type ActivityRow,
  type ChangeRow,
  type LeadRow,
  type LeadRows,
  type MembershipRow,
  type OpportunityRow,
  type VersionRow,
  wanted,
} from './read-rows.ts';

/** One lead with all its rows; null for a kind without rows. */
interface AggregatedRow extends LeadRow {
  readonly versions: readonly VersionRow[] | null;
  readonly changes: readonly ChangeRow[] | null;
  readonly activities: readonly ActivityRow[] | null;
  readonly memberships: readonly MembershipRow[] | null;
  readonly opportunity: OpportunityRow | null;
}

/**
 * Rows of a few leads in one statement: while a caller waits for a score, round trips cost most. For many leads see
 * `readRows`.
 */
export async function findRows(db: Database, orgId: string, leadIds: readonly string[]): Promise<LeadRows> {
  const { rows } = await sql<AggregatedRow>`
    with ${wanted(orgId, leadIds)}
    select l.lead_id, l.contact_id, l.master_contact_id, l.opportunity_id, v.versions, c.changes, a.activities, m.memberships, o.opportunity
    from wanted join lead l on l.org_id = wanted.org_id and l.lead_id = wanted.id
    cross join lateral (
      select json_agg(json_build_object('lead_id', x.lead_id, 'changed_at', x.changed_at, 'deleted', x.deleted,
        'created_at', x.created_at, 'converted_at', x.converted_at, 'fields', x.fields) order by x.changed_at, x.revision) as versions
      from lead_version x where x.org_id = l.org_id and x.lead_id = l.lead_id) v
    cross join lateral (
      select json_agg(json_build_object('lead_id', x.lead_id, 'field', x.field, 'changed_at', x.changed_at,
        'old_value', x.old_value, 'new_value', x.new_value)) as changes
      from field_change x
      where x.org_id = l.org_id and x.lead_id = l.lead_id and not x.deleted and not exists (
        select from field_change n
        where n.org_id = x.org_id and n.change_id = x.change_id and (n.changed_at, n.revision) > (x.changed_at, x.revision))) c
    cross join lateral (
      select json_agg(json_build_object('activity_id', x.activity_id, 'party_id', x.party_id,
        'activity_kind', x.activity_kind, 'created_at', x.created_at, 'completed_at', x.completed_at,
        'incoming', x.incoming)) as activities
      from activity_version x
      where x.org_id = l.org_id and x.party_id in (l.lead_id, l.contact_id, l.master_contact_id) and not x.deleted and not exists (
        select from activity_version n
        where n.org_id = x.org_id and n.activity_id = x.activity_id and (n.changed_at, n.revision) > (x.changed_at, x.revision))) a
    cross join lateral (
      select json_agg(json_build_object('membership_id', x.membership_id, 'lead_id', x.lead_id,
        'campaign_id', x.campaign_id, 'campaign_type', x.campaign_type, 'created_at', x.created_at,
        'responded_at', x.responded_at)) as memberships
      from campaign_membership_version x
      where x.org_id = l.org_id and x.lead_id = l.lead_id and not x.deleted and not exists (
        select from campaign_membership_version n
        where n.org_id = x.org_id and n.membership_id = x.membership_id and (n.changed_at, n.revision) > (x.changed_at, x.revision))) m
    left join lateral (
      select json_build_object('opportunity_id', x.opportunity_id, 'deleted', x.deleted,
        'created_at', x.created_at, 'won_at', x.won_at) as opportunity
      from opportunity_version x where x.org_id = l.org_id and x.opportunity_id = l.opportunity_id
      order by x.changed_at desc, x.revision desc limit 1) o on l.opportunity_id is not null`.execute(db);
  return {
    leads: rows,
    versions: rows.flatMap((row) => row.versions ?? []),
    changes: rows.flatMap((row) => row.changes ?? []),
    activities: rows.flatMap((row) => row.activities ?? []),
    memberships: rows.flatMap((row) => row.memberships ?? []),
    opportunities: rows.flatMap((row) => row.opportunity ?? []),
  };
}
