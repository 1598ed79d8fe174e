import type { RemovedRows } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Trx } from '../database/tables.ts';
import { invalidateAllHistories } from '../lead-history/history-changes.ts';
import { lockOrg } from '../orgs/lock-org.ts';
import { recordErasedParties } from './erased-parties.ts';

/** Tables that name a lead in `lead_id`. */
export const LEAD_TABLES = [
  'lead',
  'lead_version',
  'field_change',
  'campaign_membership_version',
  'score_log',
  'outbox',
  'feedback',
  'unscored_lead',
] as const;

/**
 * Removes everything about one lead, its contacts and its opportunities. An activity goes with all its versions, whichever
 * party each of them names.
 */
export async function eraseLead(trx: Trx, orgId: string, leadId: string, at: number): Promise<RemovedRows> {
  await lockOrg(trx, orgId);
  const contacts = await contactsOf(trx, orgId, leadId);
  const opportunities = await opportunitiesOf(trx, orgId, leadId);
  const parties = [leadId, ...contacts];
  await recordErasedParties(trx, orgId, [...parties, ...opportunities], at);

  const removed: Record<string, number> = {};
  for (const table of LEAD_TABLES) {
    const deleted = await sql`
      delete from ${sql.table(table)} where org_id = ${orgId} and lead_id = any(${parties}::text[])`.execute(trx);
    removed[table] = Number(deleted.numAffectedRows ?? 0n);
  }
  const activities = await sql`
    delete from activity_version where org_id = ${orgId} and activity_id in (
      select activity_id from activity_version where org_id = ${orgId} and party_id = any(${parties}::text[]))`.execute(
    trx,
  );
  const answers = await sql`
    delete from kept_answer where org_id = ${orgId} and ${leadId} = any(lead_ids)`.execute(trx);
  const merges = await sql`
    delete from contact_version where org_id = ${orgId} and contact_id = any(${contacts}::text[])`.execute(trx);
  const deals = await sql`
    delete from opportunity_version where org_id = ${orgId} and opportunity_id = any(${opportunities}::text[])`.execute(
    trx,
  );
  removed['activity_version'] = Number(activities.numAffectedRows ?? 0n);
  removed['contact_version'] = Number(merges.numAffectedRows ?? 0n);
  removed['opportunity_version'] = Number(deals.numAffectedRows ?? 0n);
  removed['kept_answer'] = Number(answers.numAffectedRows ?? 0n);
  await invalidateAllHistories(trx, orgId);
  return removed;
}

/** The contacts that a lead became, and those that they were merged into. */
async function contactsOf(trx: Trx, orgId: string, leadId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive contact(id) as (
      select contact_id collate "C" from lead_version
      where org_id = ${orgId} and lead_id = ${leadId} and contact_id is not null
      union
      select merged.master_id from contact join contact_version merged
        on merged.org_id = ${orgId} and merged.contact_id = contact.id and merged.deleted)
    select id from contact`.execute(trx);
  return rows.map(({ id }) => id);
}

async function opportunitiesOf(trx: Trx, orgId: string, leadId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('lead_version')
    .select('opportunity_id')
    .distinct()
    .where('org_id', '=', orgId)
    .where('lead_id', '=', leadId)
    .where('opportunity_id', 'is not', null)
    .execute();
  return rows.flatMap(({ opportunity_id }) => opportunity_id ?? []);
}
