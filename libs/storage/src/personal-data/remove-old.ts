import type { RemovedRows, RetentionLimits } from '@leadlight/workflows';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../database/tables.ts';
import { eraseLead } from './erase-lead.ts';

/** So many rows leave in one transaction: short, because on the embedded server everybody waits for it. */
const DELETE_BATCH_SIZE = 5_000;

export async function removeOld(
  db: Database,
  orgId: string,
  limits: RetentionLimits,
  now: number,
): Promise<RemovedRows> {
  const { scoresBefore, feedbackBefore, auditBefore, answersBefore, deletedLeadsBefore } = limits;
  const removed: Record<string, number> = {};
  const sweep = async (table: string, before: number | undefined, rows: (before: number) => RawBuilder<unknown>) => {
    if (before !== undefined) removed[table] = await deleteInBatches(db, orgId, table, rows(before));
  };
  await sweep(
    'score_log',
    scoresBefore,
    (before) => sql`
    select entry_id as key from score_log old where org_id = ${orgId} and scored_at < ${before}
      and entry_id <> (
        select newest.entry_id from score_log newest
        where newest.org_id = old.org_id and newest.lead_id = old.lead_id
        order by newest.scored_at desc, newest.entry_id desc limit 1)`,
  );
  await sweep(
    'feedback',
    feedbackBefore,
    (before) => sql`
    select feedback_id as key from feedback where org_id = ${orgId} and at < ${before}`,
  );
  await sweep(
    'audit_log',
    auditBefore,
    (before) => sql`
    select entry_id as key from audit_log where org_id = ${orgId} and at < ${before}`,
  );
  await sweep(
    'kept_answer',
    answersBefore,
    (before) => sql`
    select idempotency_key as key from kept_answer where org_id = ${orgId} and at < ${before}`,
  );
  await sweep(
    'crm_user',
    deletedLeadsBefore,
    (before) => sql`
    select user_id as key from crm_user where org_id = ${orgId} and deleted and changed_at < ${before}`,
  );
  if (deletedLeadsBefore !== undefined) {
    for (const [table, rows] of Object.entries(await eraseDeletedLeads(db, orgId, deletedLeadsBefore, now))) {
      removed[table] = (removed[table] ?? 0) + rows;
    }
  }
  return removed;
}

const KEYS: Readonly<Record<string, string>> = {
  score_log: 'entry_id',
  feedback: 'feedback_id',
  audit_log: 'entry_id',
  kept_answer: 'idempotency_key',
  crm_user: 'user_id',
};

async function deleteInBatches(db: Database, orgId: string, table: string, rows: RawBuilder<unknown>): Promise<number> {
  const key = sql.ref(`old.${KEYS[table] ?? ''}`);
  let all = 0;
  for (;;) {
    const deleted = await sql`
      with batch as materialized (select ${orgId}::text as org_id, key from (${rows} limit ${DELETE_BATCH_SIZE}) as old)
      delete from ${sql.table(table)} as old using batch where old.org_id = batch.org_id and ${key} = batch.key`.execute(
      db,
    );
    const count = Number(deleted.numAffectedRows ?? 0n);
    all += count;
    if (count < DELETE_BATCH_SIZE) return all;
  }
}

async function eraseDeletedLeads(db: Database, orgId: string, before: number, now: number): Promise<RemovedRows> {
  const { rows } = await sql<{ lead_id: string }>`
    select lead_id from lead_version newest where org_id = ${orgId} and deleted and changed_at < ${before}
      and changed_at = (
        select max(v.changed_at) from lead_version v where v.org_id = newest.org_id and v.lead_id = newest.lead_id)
    order by lead_id`.execute(db);
  const removed: Record<string, number> = {};
  for (const { lead_id } of rows) {
    const ofLead = await db.transaction().execute((trx) => eraseLead(trx, orgId, lead_id, now));
    for (const [table, count] of Object.entries(ofLead)) removed[table] = (removed[table] ?? 0) + count;
  }
  return removed;
}
