import { MINUTE_MS, SECOND_MS } from '@leadlight/common';
import type { ComparedScores } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Trx } from '../database/tables.ts';
import { nextScoreChange } from './score-change.ts';

/** Times that differ by less are equal: the CRM may store whole seconds. */
const TIME_TOLERANCE_MS = SECOND_MS;
/** A score from further in the future is not accepted; less is a difference between clocks. */
const MAX_CLOCK_SKEW_MS = 10 * MINUTE_MS;
/** Half a hundredth of a percent, plus the error of a floating point number. */
const PERCENT_TOLERANCE = 0.006;

/**
 * Compares the scores stored on the CRM's leads with the scores last written.
 *
 * - A newer score in the CRM comes from another writer. It is stored as the score last written, with an unknown content
 *   hash, so that the next score is always written. The lead is marked for scoring, because the other writer may have known
 *   less.
 * - Any other difference is queued to be written again. If the times are equal, the lead is marked as well, because it is
 *   unknown which score came last.
 * @param rows the scores stored in the CRM, as one JSON text
 */
export async function compareStoredScores(
  trx: Trx,
  orgId: string,
  rows: string,
  position: number,
  now: number,
): Promise<ComparedScores> {
  const change = await nextScoreChange(trx, orgId);
  const { rows: counted } = await sql<ComparedScores>`
    with stored as materialized (
      select ${orgId}::text as org_id, r.* from json_to_recordset(${rows}::json) as r(
        "leadId" text, score float8, band text, "modelLabel" text, "scoredAt" int8, qualified boolean, percent float8,
        "inputHash" text, unranked text, "hasUnranked" boolean)
    ), judged as materialized (
      select known.subject_id, stored.*, case
          when stored.score is null and known.written_score is null then 'same'
          when ${isSameScore} then 'same'
          when ${isComplete} and stored."scoredAt" <= ${now + MAX_CLOCK_SKEW_MS}::int8
            and stored."scoredAt" >= coalesce(known.written_scored_at, 0) + ${TIME_TOLERANCE_MS}::int8 then 'adopted'
          when known.written_score is null then 'same'
          else 'requeued'
        end as verdict,
        ${isComplete} and abs(stored."scoredAt" - known.written_scored_at) < ${TIME_TOLERANCE_MS}::int8 as same_time
      from stored join outbox known on known.org_id = stored.org_id and known.subject_id = stored."leadId"
      where known.state <> 'pending' and known.change_number <= ${position}::int8
        and (select open from lead where lead.org_id = known.org_id and lead.lead_id = known.subject_id)
      order by known.subject_id
      for update of known
    ), corrected as (
      update outbox as known set
        change_number = ${change}::int8,
        state = case when verdict = 'requeued' then 'pending' else known.state end,
        failure = case when verdict = 'requeued' then null else known.failure end,
        urgent = false,
        written_score = case when verdict = 'adopted' then judged.score else known.written_score end,
        written_band = case when verdict = 'adopted' then judged.band else known.written_band end,
        written_model_label = case when verdict = 'adopted' then judged."modelLabel" else known.written_model_label end,
        written_scored_at = case when verdict = 'adopted' then judged."scoredAt" else known.written_scored_at end,
        written_content_hash = case when verdict = 'adopted' then null else known.written_content_hash end
      from judged
      where known.org_id = judged.org_id and known.subject_id = judged.subject_id and verdict <> 'same'
    ), marked as (
      insert into unscored_lead (org_id, lead_id)
      select org_id, subject_id from judged
      where verdict = 'adopted' or (verdict = 'requeued' and same_time)
      order by subject_id
      on conflict (org_id, lead_id) do update set mark = excluded.mark
    )
    select count(*) filter (where verdict = 'requeued') as requeued, count(*) filter (where verdict = 'adopted') as adopted
    from judged`.execute(trx);
  return counted[0] ?? { requeued: 0, adopted: 0 };
}

/** Everything but score, band, model and time is known only while the latest update is the one that was written last. */
const isSameScore = sql`(
  stored.score = known.written_score and stored.band = known.written_band
  and stored."modelLabel" = known.written_model_label
  and abs(stored."scoredAt" - coalesce(known.written_scored_at, stored."scoredAt")) < ${TIME_TOLERANCE_MS}::int8
  and (known.state <> 'written' or known.scored_at is distinct from known.written_scored_at
    or (stored.qualified = known.qualified and stored."inputHash" = known.input_hash
      and (not stored."hasUnranked" or stored.unranked is not distinct from known.unranked)
      and abs(stored.percent - known.probability * 100) < ${PERCENT_TOLERANCE}::float8)))`;

const isComplete = sql`(stored.score is not null and stored.band is not null and stored."modelLabel" is not null
  and stored."scoredAt" is not null)`;
