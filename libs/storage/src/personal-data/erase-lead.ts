import type { RemovedRows } from '@leadlight/workflows';
import { sql, type RawBuilder } from 'kysely';
import type { Database, Trx } from '../database/tables.ts';
import { eraseFromBuckets } from '../buckets/remove-buckets.ts';
import { invalidateAllHistories } from '../lead-history/history-changes.ts';
import { lockOrg } from '../orgs/lock-org.ts';
import { recordErasedParties } from './erased-parties.ts';

/** Tables about leads, each with the column that names the lead. */
export const LEAD_TABLES = {
  lead: 'lead_id',
  lead_version: 'lead_id',
  field_change: 'lead_id',
  campaign_membership_version: 'lead_id',
  unscored_lead: 'lead_id',
  score_log: 'subject_id',
  shadow_score: 'subject_id',
  outbox: 'subject_id',
  feedback: 'subject_id',
  alert_state: 'subject_id',
  alert: 'subject_id',
  alert_delivery: 'subject_id',
  audience_member: 'subject_id',
  experiment_lead: 'lead_id',
  subject_score: 'subject_id',
  subject_outbox: 'subject_id',
} as const;

/**
 * Removes everything about one lead, its contacts and its opportunities. An activity is removed with all its versions,
 * even those that name another party.
 */
export async function eraseLead(trx: Trx, orgId: string, leadId: string, at: number): Promise<RemovedRows> {
  await lockOrg(trx, orgId);
  const contacts = await contactsOf(trx, orgId, leadId);
  const opportunities = await opportunitiesOf(trx, orgId, leadId);
  const parties = [leadId, ...contacts];
  const activities = await activitiesOf(trx, orgId, parties);
  await recordErasedParties(trx, orgId, [...parties, ...opportunities], at);

  const removed: Record<string, number> = {};
  const remove = async (table: string, condition: RawBuilder<unknown>): Promise<void> => {
    const deleted = await sql`
      delete from ${sql.table(table)} where org_id = ${orgId} and ${condition}`.execute(trx);
    removed[table] = Number(deleted.numAffectedRows ?? 0n);
  };
  for (const [table, column] of Object.entries(LEAD_TABLES)) {
    await remove(table, sql`${sql.ref(column)} = any(${parties}::text[])`);
  }
  await remove('activity_version', sql`activity_id = any(${activities}::text[])`);
  await remove('contact_version', sql`contact_id = any(${contacts}::text[])`);
  await remove('opportunity_version', sql`opportunity_id = any(${opportunities}::text[])`);
  await eraseRecords(trx, orgId, [...parties, ...opportunities], remove);
  await remove('stored_response', sql`${leadId} = any(subject_ids)`);
  await eraseFromBuckets(trx, orgId, leadId);
  await invalidateAllHistories(trx, orgId);
  return removed;
}

/**
 * Removes what propensities read of these records. Records that belonged to them, such as cases of a contact, are those of an
 * account, too: they stay without the lookup.
 */
async function eraseRecords(
  trx: Trx,
  orgId: string,
  ids: readonly string[],
  remove: (table: string, condition: RawBuilder<unknown>) => Promise<void>,
): Promise<void> {
  await remove('record_version', sql`record_id = any(${ids}::text[])`);
  await remove('record_change', sql`record_id = any(${ids}::text[])`);
  await sql`
    update record_version v set parents = coalesce((
      select json_object_agg(parent.key, case when parent.value = any(${ids}::text[]) then null else parent.value end)
      from json_each_text(v.parents) as parent), '{}'::json)
    from (select distinct object, record_id from record_parent
      where org_id = ${orgId} and parent_id = any(${ids}::text[])) as child
    where v.org_id = ${orgId} and v.object = child.object and v.record_id = child.record_id`.execute(trx);
  await remove('record_parent', sql`(record_id = any(${ids}::text[]) or parent_id = any(${ids}::text[]))`);
}

/**
 * Read before they are removed: in one statement with outdated statistics, PostgreSQL searched all activities again for each
 * of them.
 */
async function activitiesOf(trx: Trx, orgId: string, parties: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ activity_id: string }>`
    select distinct activity_id from activity_version
    where org_id = ${orgId} and party_id = any(${parties}::text[])`.execute(trx);
  return rows.map((row) => row.activity_id);
}

/** The contacts that a lead became, and those that they were merged into. */
export async function contactsOf(db: Database | Trx, orgId: string, leadId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive contact(id) as (
      select contact_id collate "C" from lead_version
      where org_id = ${orgId} and lead_id = ${leadId} and contact_id is not null
      union
      select merged.master_id from contact join contact_version merged
        on merged.org_id = ${orgId} and merged.contact_id = contact.id and merged.deleted)
    select id from contact`.execute(db);
  return rows.map(({ id }) => id);
}

export async function opportunitiesOf(db: Database | Trx, orgId: string, leadId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('lead_version')
    .select('opportunity_id')
    .distinct()
    .where('org_id', '=', orgId)
    .where('lead_id', '=', leadId)
    .where('opportunity_id', 'is not', null)
    .execute();
  return rows.flatMap(({ opportunity_id }) => opportunity_id ?? []);
}
