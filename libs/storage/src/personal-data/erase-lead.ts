import type { RemovedRows } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Trx } from '../database/tables.ts';
import { lockOrg } from '../orgs/lock-org.ts';
import { rememberErased } from './erased-parties.ts';

/** Tables that name a lead in `lead_id`. */
export const LEAD_TABLES = [
  'lead',
  'lead_version',
  'field_change',
  'campaign_membership_version',
  'score_log',
  'outbox',
  'feedback',
] as const;

/** Removes everything about one lead. An activity goes with all its versions, whichever party each of them names. */
export async function eraseLead(trx: Trx, orgId: string, leadId: string, at: number): Promise<RemovedRows> {
  await lockOrg(trx, orgId);
  const contacts = await trx
    .selectFrom('lead_version')
    .select('contact_id')
    .distinct()
    .where('org_id', '=', orgId)
    .where('lead_id', '=', leadId)
    .where('contact_id', 'is not', null)
    .execute();
  const parties = [leadId, ...contacts.flatMap(({ contact_id }) => contact_id ?? [])];
  await rememberErased(trx, orgId, parties, at);

  const removed: Record<string, number> = {};
  for (const table of LEAD_TABLES) {
    const deleted = await sql`
      delete from ${sql.table(table)} where org_id = ${orgId} and lead_id = ${leadId}`.execute(trx);
    removed[table] = Number(deleted.numAffectedRows ?? 0n);
  }
  const activities = await sql`
    delete from activity_version where org_id = ${orgId} and activity_id in (
      select activity_id from activity_version where org_id = ${orgId} and party_id = any(${parties}::text[]))`.execute(
    trx,
  );
  const answers = await sql`
    delete from kept_answer where org_id = ${orgId} and ${leadId} = any(lead_ids)`.execute(trx);
  removed['activity_version'] = Number(activities.numAffectedRows ?? 0n);
  removed['kept_answer'] = Number(answers.numAffectedRows ?? 0n);
  return removed;
}
