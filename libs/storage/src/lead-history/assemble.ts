import type { Activity, CampaignMembership, FieldChange, LeadHistory } from '@leadlight/lead-features';
import { journalChanges, mergeRevisions, observedOf, withInheritedFields } from './journal.ts';
import type { ActivityRow, ChangeRow, LeadRow, LeadRows, MembershipRow, OpportunityRow } from './read-rows.ts';

/** Histories in the order of `rows.leads`. A lead's activities belong to its id or to its contact's. */
export function assembleHistories(rows: LeadRows): LeadHistory[] {
  const versions = Map.groupBy(rows.versions, (row) => row.lead_id);
  const changes = Map.groupBy(rows.changes, (row) => row.lead_id);
  const activities = Map.groupBy(rows.activities, (row) => row.party_id);
  const memberships = Map.groupBy(rows.memberships, (row) => row.lead_id);
  const opportunities = new Map(rows.opportunities.map((row) => [row.opportunity_id, row]));
  return rows.leads.flatMap((lead) => {
    const complete = withInheritedFields(versions.get(lead.lead_id) ?? []);
    const newest = complete.at(-1);
    if (newest === undefined) return [];
    const ofLead = mergeRevisions(complete);
    const tracked = (changes.get(lead.lead_id) ?? []).map(fieldChange);
    const done = partiesOf(lead).flatMap((party) => activities.get(party) ?? []);
    return [
      {
        leadId: lead.lead_id,
        createdAt: newest.created_at,
        fields: newest.fields,
        changes: [...tracked, ...journalChanges(ofLead, tracked)],
        activities: done.map(activity),
        campaigns: (memberships.get(lead.lead_id) ?? []).map(membership),
        convertedAt: newest.converted_at,
        ...opportunityOf(lead, opportunities),
        isDeleted: newest.deleted,
        observed: observedOf(ofLead),
      },
    ];
  });
}

/** Empty where a converted lead's opportunity was not read. */
function opportunityOf(
  { opportunity_id }: LeadRow,
  opportunities: ReadonlyMap<string, OpportunityRow>,
): Pick<LeadHistory, 'opportunity'> {
  if (opportunity_id === null) return { opportunity: null };
  const row = opportunities.get(opportunity_id);
  if (!row) return {};
  return { opportunity: row.deleted ? null : { createdAt: row.created_at, wonAt: row.won_at } };
}

const partiesOf = (lead: LeadRow): string[] => [
  ...new Set([lead.lead_id, lead.contact_id ?? [], lead.master_contact_id ?? []].flat()),
];

const fieldChange = (row: ChangeRow): FieldChange => ({
  field: row.field,
  at: row.changed_at,
  oldValue: row.old_value,
  newValue: row.new_value,
});

const activity = (row: ActivityRow): Activity => ({
  id: row.activity_id,
  kind: row.activity_kind,
  createdAt: row.created_at,
  completedAt: row.completed_at,
  incoming: row.incoming,
});

const membership = (row: MembershipRow): CampaignMembership => ({
  id: row.membership_id,
  campaignId: row.campaign_id,
  campaignType: row.campaign_type,
  createdAt: row.created_at,
  respondedAt: row.responded_at,
});
