import { sql } from 'kysely';
import type { Database, Trx } from '../database/tables.ts';

/**
 * Queues the latest update of each lead. One that equals what the CRM last took is left out, unless another waits: that
 * one may already have been sent by a process that died before settling, so only writing again makes the CRM right. A
 * score that is older than the one known is left out: who scores all leads at once may be overtaken by a change of one.
 * @param rows updates, each with its `gist`, as one JSON text
 * @param urgent they go before others; one that is urgent stays so until it is written
 * @returns how many were queued
 */
export async function queueUpdates(trx: Trx, orgId: string, rows: string, urgent: boolean): Promise<number> {
  const queued = await sql`
    insert into outbox as known (org_id, lead_id, state, score, band, qualified, probability, reasons, model_label,
      scored_at, input_hash, gist, urgent)
    select distinct on ("leadId") ${orgId}, "leadId", 'pending', score, band, qualified, probability, reasons,
      "modelLabel", "scoredAt", "inputHash", gist, ${urgent}::boolean
    from json_to_recordset(${rows}::json) as r(
      "leadId" text, score int4, band text, qualified boolean, probability float8, reasons text, "modelLabel" text,
      "scoredAt" int8, "inputHash" text, gist text)
    order by "leadId", "scoredAt" desc
    on conflict (org_id, lead_id) do update set
      state = 'pending', score = excluded.score, band = excluded.band, qualified = excluded.qualified,
      probability = excluded.probability, reasons = excluded.reasons, model_label = excluded.model_label,
      scored_at = excluded.scored_at, input_hash = excluded.input_hash, gist = excluded.gist,
      failure = null, urgent = excluded.urgent or (known.urgent and known.state = 'pending'),
      place = case when known.state = 'pending' then known.place else excluded.place end
      where excluded.scored_at >= known.scored_at and (known.state = 'pending'
        or (known.written_score, known.written_band, known.written_model_label, known.written_gist)
          is distinct from (excluded.score, excluded.band, excluded.model_label, excluded.gist))`.execute(trx);
  return Number(queued.numAffectedRows ?? 0n);
}

/**
 * Takes back the marks that a score answers. One that another transaction holds is not waited for: its lead is being marked
 * anew, and stays marked.
 * @param rows lead ids and marks as one JSON text
 */
export async function removeMarks(trx: Trx, orgId: string, rows: string): Promise<void> {
  await sql`
    delete from unscored_lead as known using (
      select marked.lead_id from unscored_lead marked
      join json_to_recordset(${rows}::json) as scored("leadId" text, mark int8) on marked.lead_id = scored."leadId"
      where marked.org_id = ${orgId} and marked.mark <= scored.mark
      for update of marked skip locked) as answered
    where known.org_id = ${orgId} and known.lead_id = answered.lead_id`.execute(trx);
}

/**
 * Keeps what the CRM answered. The entry leaves the queue only if it still is the update that was sent; what the CRM
 * took is remembered in either case.
 * @param rows updates, each with its `gist`, as one JSON text, with `failure` where the CRM refused for good
 */
export async function settleUpdates(trx: Trx, orgId: string, rows: string): Promise<void> {
  await sql`
    update outbox as known set
      moved = default,
      state = case when not same then known.state when r.failure is null then 'written' else 'failed' end,
      failure = case when same then r.failure else known.failure end,
      written_score = case when r.failure is null then r.score else known.written_score end,
      written_band = case when r.failure is null then r.band else known.written_band end,
      written_model_label = case when r.failure is null then r."modelLabel" else known.written_model_label end,
      written_gist = case when r.failure is null then r.gist else known.written_gist end,
      written_scored_at = case when r.failure is null then r."scoredAt" else known.written_scored_at end
    from (
      select sent.*, (sent.score, sent.band, sent."modelLabel", sent."scoredAt", sent."inputHash")
        = (waiting.score, waiting.band, waiting.model_label, waiting.scored_at, waiting.input_hash) as same
      from json_to_recordset(${rows}::json) as sent(
        "leadId" text, score int4, band text, "modelLabel" text, "scoredAt" int8, "inputHash" text, gist text,
        failure text)
      join outbox waiting on waiting.org_id = ${orgId} and waiting.lead_id = sent."leadId"
      where waiting.state = 'pending'
      order by sent."leadId"
      for update of waiting) as r
    where known.org_id = ${orgId} and known.lead_id = r."leadId"`.execute(trx);
}

/**
 * Settles what waits for leads that were converted or deleted meanwhile: the CRM would refuse it. What another transaction
 * holds is left for the next time.
 */
export async function skipClosedLeads(db: Database, orgId: string): Promise<void> {
  await sql`
    update outbox as known set state = 'skipped'
    from (
      select waiting.lead_id from outbox waiting
      join lead on lead.org_id = waiting.org_id and lead.lead_id = waiting.lead_id
      where waiting.org_id = ${orgId} and waiting.state = 'pending' and not lead.open
      for update of waiting skip locked) as closed
    where known.org_id = ${orgId} and known.lead_id = closed.lead_id`.execute(db);
}
