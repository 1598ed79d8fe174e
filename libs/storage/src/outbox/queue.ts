import { MINUTE_MS } from '@leadlight/common';
import { sql, type Selectable } from 'kysely';
import { databaseNow } from '../database/database-now.ts';
import type { Database, Trx } from '../database/tables.ts';
import type { OutboxTable } from './outbox.table.ts';
import { nextScoreChange } from './score-change.ts';

// Rows of a batch carry their org into the joins: see `wanted` in lead-history/read-rows.ts for the reason.

/** A stored score from further in the future was given before the clock was set back. */
const MAX_CLOCK_SKEW_MS = 10 * MINUTE_MS;

/**
 * Queues the latest update of each lead. Skips updates that are older than the stored one, because a run that scores all
 * leads may be overtaken by a change of one, unless the stored one is from the future. Also skips updates equal to what the
 * CRM last accepted, unless another one is waiting: a process that died before settling it may have sent that one, and only
 * a new write corrects the CRM.
 * @param rows updates, each with its `contentHash`, as one JSON text
 * @param urgent written before others; an urgent entry stays urgent until it is written
 * @returns how many were queued
 */
export async function queueUpdates(trx: Trx, orgId: string, rows: string, urgent: boolean): Promise<number> {
  const queued = await sql`
    insert into outbox as known (org_id, subject_id, state, score, band, qualified, probability, unranked, reasons,
      model_label, scored_at, input_hash, content_hash, urgent, account_id, company_domain, company_name)
    select distinct on ("leadId") ${orgId}, "leadId", 'pending', score, band, qualified, probability, unranked, reasons,
      "modelLabel", "scoredAt", "inputHash", "contentHash", ${urgent}::boolean,
      company ->> 'accountId', company ->> 'domain', company ->> 'name'
    from json_to_recordset(${rows}::json) as r(
      "leadId" text, score int4, band text, qualified boolean, probability float8, unranked text, reasons text,
      "modelLabel" text, "scoredAt" int8, "inputHash" text, "contentHash" text,
      company json)
    order by "leadId", "scoredAt" desc
    on conflict (org_id, subject_id) do update set
      state = 'pending', score = excluded.score, band = excluded.band, qualified = excluded.qualified,
      probability = excluded.probability, unranked = excluded.unranked, reasons = excluded.reasons,
      model_label = excluded.model_label, scored_at = excluded.scored_at, input_hash = excluded.input_hash,
      content_hash = excluded.content_hash, failure = null, urgent = excluded.urgent or (known.urgent and known.state = 'pending'),
      queue_position = case when known.state = 'pending' then known.queue_position else excluded.queue_position end
      where (excluded.scored_at >= known.scored_at or known.scored_at > ${databaseNow} + ${MAX_CLOCK_SKEW_MS}::int8)
        and (known.state = 'pending'
        or (known.written_score, known.written_band, known.written_model_label, known.written_content_hash)
          is distinct from (excluded.score, excluded.band, excluded.model_label, excluded.content_hash))`.execute(trx);
  return Number(queued.numAffectedRows ?? 0n);
}

/**
 * Notes how the company of each lead is known, where that has changed: also for scores that need not be written.
 * @param rows updates as one JSON text
 */
export async function noteCompanies(trx: Trx, orgId: string, rows: string): Promise<void> {
  await sql`
    with scored as materialized (
      select distinct on ("leadId") ${orgId}::text as org_id, "leadId" as subject_id, company ->> 'accountId' as account_id,
        company ->> 'domain' as company_domain, company ->> 'name' as company_name
      from json_to_recordset(${rows}::json) as r("leadId" text, company json, "scoredAt" int8)
      where company is not null
      order by "leadId", "scoredAt" desc
    ), changed as materialized (
      select scored.* from scored
      join outbox known on known.org_id = scored.org_id and known.subject_id = scored.subject_id
      where (known.account_id, known.company_domain, known.company_name)
        is distinct from (scored.account_id, scored.company_domain, scored.company_name)
      order by scored.subject_id
      for update of known
    )
    update outbox as known set
      account_id = changed.account_id, company_domain = changed.company_domain, company_name = changed.company_name
    from changed where known.org_id = changed.org_id and known.subject_id = changed.subject_id`.execute(trx);
}

/**
 * Removes marks that a score makes obsolete. A mark locked by another transaction is skipped: its lead has just been marked
 * again and stays marked.
 * @param rows lead ids and marks as one JSON text
 */
export async function removeMarks(trx: Trx, orgId: string, rows: string): Promise<void> {
  await sql`
    with scored as materialized (
      select ${orgId}::text as org_id, r."leadId" as lead_id, r.mark
      from json_to_recordset(${rows}::json) as r("leadId" text, mark int8)
    ), obsolete as materialized (
      select marked.org_id, marked.lead_id from scored
      join unscored_lead marked on marked.org_id = scored.org_id and marked.lead_id = scored.lead_id
      where marked.mark <= scored.mark
      for update of marked skip locked
    )
    delete from unscored_lead as marked using obsolete
    where marked.org_id = obsolete.org_id and marked.lead_id = obsolete.lead_id`.execute(trx);
}

/**
 * Stores the CRM's results. An entry leaves the queue only if it is still the update that was sent; what the CRM accepted
 * is stored in either case.
 * @param rows updates, each with its `contentHash`, as one JSON text, with `failure` where the CRM rejected it for good
 */
export async function settleUpdates(trx: Trx, orgId: string, rows: string): Promise<void> {
  const change = await nextScoreChange(trx, orgId);
  await sql`
    with sent as materialized (
      select ${orgId}::text as org_id, r.* from json_to_recordset(${rows}::json) as r(
        "leadId" text, score int4, band text, "modelLabel" text, "scoredAt" int8, "inputHash" text, "contentHash" text,
        failure text)
    ), settled as materialized (
      select sent.*, (sent.score, sent.band, sent."modelLabel", sent."scoredAt", sent."inputHash")
        = (waiting.score, waiting.band, waiting.model_label, waiting.scored_at, waiting.input_hash) as same
      from sent join outbox waiting on waiting.org_id = sent.org_id and waiting.subject_id = sent."leadId"
      where waiting.state = 'pending'
      order by sent."leadId"
      for update of waiting
    )
    update outbox as known set
      change_number = ${change}::int8,
      state = case when not same then known.state when r.failure is null then 'written' else 'failed' end,
      failure = case when same then r.failure else known.failure end,
      written_score = case when r.failure is null then r.score else known.written_score end,
      written_band = case when r.failure is null then r.band else known.written_band end,
      written_model_label = case when r.failure is null then r."modelLabel" else known.written_model_label end,
      written_content_hash = case when r.failure is null then r."contentHash" else known.written_content_hash end,
      written_scored_at = case when r.failure is null then r."scoredAt" else known.written_scored_at end
    from settled r
    where known.org_id = r.org_id and known.subject_id = r."leadId"`.execute(trx);
}

/**
 * Settles updates of leads that were converted or deleted after they were queued, because the CRM would reject them.
 * Entries locked by another transaction are left for the next call.
 */
export async function skipClosedLeads(db: Database, orgId: string): Promise<void> {
  await sql`
    with closed as materialized (
      select waiting.org_id, waiting.subject_id from outbox waiting
      where waiting.org_id = ${orgId} and waiting.state = 'pending' and not (
        select open from lead where lead.org_id = waiting.org_id and lead.lead_id = waiting.subject_id)
      for update of waiting skip locked
    )
    update outbox as known set state = 'skipped'
    from closed where known.org_id = closed.org_id and known.subject_id = closed.subject_id`.execute(db);
}

const pendingRows = (db: Database, orgId: string, limit: number) =>
  db.selectFrom('outbox').selectAll().where('org_id', '=', orgId).where('state', '=', 'pending').limit(limit);

/** The next rows to write, urgent ones first. */
export const findPending = (db: Database, orgId: string, limit: number): Promise<Selectable<OutboxTable>[]> =>
  pendingRows(db, orgId, limit).orderBy('urgent', 'desc').orderBy('queue_position').execute();

/** Makes the rows of the ranked leads that are most likely to convert urgent. */
export async function hastenBest(db: Database, orgId: string, limit: number): Promise<void> {
  await sql`
    with best as materialized (
      select org_id, subject_id from outbox
      where org_id = ${orgId} and state = 'pending' and unranked is null
      order by score desc, probability desc, subject_id limit ${limit}
      for update skip locked
    )
    update outbox as known set urgent = true
    from best where known.org_id = best.org_id and known.subject_id = best.subject_id`.execute(db);
}

/** The next urgent rows of open leads. @param except leads that are left out */
export const findUrgent = (
  db: Database,
  orgId: string,
  limit: number,
  except: readonly string[],
): Promise<Selectable<OutboxTable>[]> =>
  pendingRows(db, orgId, limit)
    .where('urgent', '=', true)
    .where('subject_id', '!=', sql<string>`all(${except}::text[])`)
    .where(
      sql<boolean>`coalesce((
        select open from lead where lead.org_id = outbox.org_id and lead.lead_id = outbox.subject_id), true)`,
    )
    .orderBy('queue_position')
    .execute();
