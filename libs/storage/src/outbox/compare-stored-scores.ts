import type { ComparedScores } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Database } from '../database/tables.ts';

/** Two times that differ by less are the same: the CRM may keep whole seconds. */
const TIME_TOLERANCE_MS = 1_000;
/** So far may a score lie in the future and still be believed: clocks differ. */
const MAX_CLOCK_SKEW_MS = 10 * 60_000;
/** Half a hundredth of a percent, and what a floating point number adds. */
const PERCENT_TOLERANCE = 0.006;

/**
 * Holds what leads hold in the CRM against what it last took, in one statement. A score that is newer there was written by
 * somebody else: it becomes what was last written, of unknown gist, so that the next score is written whatever it is; and
 * the lead is marked, because its score may have been made from less than is known here. So is one that reads otherwise at
 * the same time: which came last cannot be told.
 * @param rows what leads hold, as one JSON text
 */
export async function compareStoredScores(
  db: Database,
  orgId: string,
  rows: string,
  position: number,
  now: number,
): Promise<ComparedScores> {
  const { rows: counted } = await sql<ComparedScores>`
    with held as materialized (
      select ${orgId}::text as org_id, r.* from json_to_recordset(${rows}::json) as r(
        "leadId" text, score float8, band text, "modelLabel" text, "scoredAt" int8, qualified boolean, percent float8,
        "inputHash" text)
    ), judged as materialized (
      select known.lead_id, held.*, case
          when held.score is null and known.written_score is null then 'same'
          when ${isSameScore} then 'same'
          when ${isComplete} and held."scoredAt" <= ${now + MAX_CLOCK_SKEW_MS}::int8
            and held."scoredAt" >= coalesce(known.written_scored_at, 0) + ${TIME_TOLERANCE_MS}::int8 then 'adopted'
          when known.written_score is null then 'same'
          else 'requeued'
        end as verdict,
        ${isComplete} and abs(held."scoredAt" - known.written_scored_at) < ${TIME_TOLERANCE_MS}::int8 as at_once
      from held join outbox known on known.org_id = held.org_id and known.lead_id = held."leadId"
      where known.state <> 'pending' and known.moved <= ${position}::int8
        and (select open from lead where lead.org_id = known.org_id and lead.lead_id = known.lead_id)
      order by known.lead_id
      for update of known
    ), mended as (
      update outbox as known set
        moved = default,
        state = case when verdict = 'requeued' then 'pending' else known.state end,
        failure = case when verdict = 'requeued' then null else known.failure end,
        urgent = false,
        written_score = case when verdict = 'adopted' then judged.score else known.written_score end,
        written_band = case when verdict = 'adopted' then judged.band else known.written_band end,
        written_model_label = case when verdict = 'adopted' then judged."modelLabel" else known.written_model_label end,
        written_scored_at = case when verdict = 'adopted' then judged."scoredAt" else known.written_scored_at end,
        written_gist = case when verdict = 'adopted' then null else known.written_gist end
      from judged
      where known.org_id = judged.org_id and known.lead_id = judged.lead_id and verdict <> 'same'
    ), marked as (
      insert into unscored_lead (org_id, lead_id)
      select ${orgId}, lead_id from judged
      where verdict = 'adopted' or (verdict = 'requeued' and at_once)
      order by lead_id
      on conflict (org_id, lead_id) do update set mark = excluded.mark
    )
    select count(*) filter (where verdict = 'requeued') as requeued, count(*) filter (where verdict = 'adopted') as adopted
    from judged`.execute(db);
  return counted[0] ?? { requeued: 0, adopted: 0 };
}

/** What else was written is known only while the latest update is the one that was written last. */
const isSameScore = sql`(
  held.score = known.written_score and held.band = known.written_band and held."modelLabel" = known.written_model_label
  and abs(held."scoredAt" - coalesce(known.written_scored_at, held."scoredAt")) < ${TIME_TOLERANCE_MS}::int8
  and (known.state <> 'written' or known.scored_at is distinct from known.written_scored_at
    or (held.qualified = known.qualified and held."inputHash" = known.input_hash
      and abs(held.percent - known.probability * 100) < ${PERCENT_TOLERANCE}::float8)))`;

const isComplete = sql`(held.score is not null and held.band is not null and held."modelLabel" is not null
  and held."scoredAt" is not null)`;
