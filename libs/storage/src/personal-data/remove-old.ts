import { DAY_MS } from '@leadlight/common';
import type { RemovedRows, RetentionLimits } from '@leadlight/workflows';
import { sql, type RawBuilder } from 'kysely';
import { removeOldRuns } from '../buckets/remove-buckets.ts';
import type { Database } from '../database/tables.ts';
import { eraseLead } from './erase-lead.ts';

/** Rows deleted in one transaction: few, because on the embedded server everybody waits for it. */
const DELETE_BATCH_SIZE = 5_000;

export async function removeOld(
  db: Database,
  orgId: string,
  limits: RetentionLimits,
  now: number,
): Promise<RemovedRows> {
  const { scoresBefore, feedbackBefore, auditBefore, responsesBefore, checksBefore, deletedLeadsBefore } = limits;
  const removed: Record<string, number> = {};
  const remove = async (table: string, key: string, before: number | undefined, isOld: RawBuilder<unknown>) => {
    if (before !== undefined) removed[table] = await deleteInBatches(db, orgId, table, key, isOld);
  };
  await remove(
    'score_log',
    'entry_id',
    scoresBefore,
    sql`scored_at < ${scoresBefore} and entry_id <> (
      select newest.entry_id from score_log newest
      where newest.org_id = old.org_id and newest.subject_id = old.subject_id
      order by newest.scored_at desc, newest.entry_id desc limit 1)`,
  );
  await remove('shadow_score', 'ctid', scoresBefore, sql`scored_at < ${scoresBefore}`);
  await remove(
    'subject_score',
    'ctid',
    scoresBefore,
    sql`scored_at < ${scoresBefore} and scored_at <> (
      select max(newest.scored_at) from subject_score newest where newest.org_id = old.org_id
        and newest.propensity_id = old.propensity_id and newest.subject_id = old.subject_id)`,
  );
  await remove('feedback', 'feedback_id', feedbackBefore, sql`given_at < ${feedbackBefore}`);
  await remove('audit_log', 'entry_id', auditBefore, sql`occurred_at < ${auditBefore}`);
  if (checksBefore !== undefined) removed.model_check = await removeChecks(db, orgId, checksBefore, now);
  await remove('notification_delivery', 'delivery_id', checksBefore, sql`created_at < ${checksBefore}`);
  await remove('alert_delivery', 'ctid', checksBefore, sql`created_at < ${checksBefore}`);
  await remove('alert', 'alert_id', checksBefore, sql`created_at < ${checksBefore}`);
  await remove('model_event', 'event_id', checksBefore, sql`ended_at < ${checksBefore}`);
  await remove('stored_response', 'idempotency_key', responsesBefore, sql`stored_at < ${responsesBefore}`);
  await remove('crm_user', 'user_id', deletedLeadsBefore, sql`deleted and changed_at < ${deletedLeadsBefore}`);
  await removeOldRuns(db, orgId, now - DAY_MS);
  if (deletedLeadsBefore !== undefined) {
    addTo(removed, await eraseDeletedLeads(db, orgId, deletedLeadsBefore, now));
  }
  return removed;
}

/** @param isOld condition on a row, which is called `old` */
async function deleteInBatches(
  db: Database,
  orgId: string,
  table: string,
  key: string,
  isOld: RawBuilder<unknown>,
): Promise<number> {
  for (let total = 0; ;) {
    const deleted = await sql`
      with batch as materialized (
        select org_id, ${sql.ref(key)} as key from ${sql.table(table)} old
        where org_id = ${orgId} and ${isOld} limit ${DELETE_BATCH_SIZE})
      delete from ${sql.table(table)} as old using batch
      where old.org_id = batch.org_id and ${sql.ref(`old.${key}`)} = batch.key`.execute(db);
    const count = Number(deleted.numAffectedRows ?? 0n);
    total += count;
    if (count < DELETE_BATCH_SIZE) return total;
  }
}

/** Of older checks, the chart shows the last one of each day. */
const ALL_CHECKS_MS = 7 * DAY_MS;

/** The end of the day is a limit that the index knows, so that no check is compared with the checks of all later days. */
async function removeChecks(db: Database, orgId: string, before: number, now: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('model_check')
    .where('org_id', '=', orgId)
    .where(
      sql<boolean>`(checked_at < ${before} or (checked_at < ${now - ALL_CHECKS_MS} and exists (
        select 1 from model_check later where later.org_id = model_check.org_id
          and later.propensity_id = model_check.propensity_id
          and later.checked_at > model_check.checked_at
          and later.checked_at < (model_check.checked_at / ${DAY_MS}::int8 + 1) * ${DAY_MS}::int8)))`,
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

async function eraseDeletedLeads(db: Database, orgId: string, before: number, now: number): Promise<RemovedRows> {
  const { rows } = await sql<{ lead_id: string }>`
    select lead_id from lead_version v where org_id = ${orgId} and deleted and changed_at < ${before}
      and (changed_at, revision) = (
        select newest.changed_at, newest.revision from lead_version newest
        where newest.org_id = v.org_id and newest.lead_id = v.lead_id
        order by newest.changed_at desc, newest.revision desc limit 1)
    order by lead_id`.execute(db);
  const removed: Record<string, number> = {};
  for (const { lead_id } of rows) {
    addTo(removed, await db.transaction().execute((trx) => eraseLead(trx, orgId, lead_id, now)));
  }
  return removed;
}

function addTo(sum: Record<string, number>, rows: RemovedRows): void {
  for (const [table, count] of Object.entries(rows)) sum[table] = (sum[table] ?? 0) + count;
}
