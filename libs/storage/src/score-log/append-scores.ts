import type { ScoreLogEntry } from '@leadlight/workflows';
import { sql } from 'kysely';
import { float8Array, int4Array, int8Array, textArray } from '../database/binary-arrays.ts';
import { storableJson, storableJsonText } from '../database/storable-json.ts';
import type { Database, Trx } from '../database/tables.ts';

/** Logs scores in one statement, column by column. Call `storeContexts` first. */
export async function appendScores(db: Database | Trx, orgId: string, scores: readonly ScoreLogEntry[]): Promise<void> {
  if (scores.length === 0) return;
  const texts = (of: (score: ScoreLogEntry) => string) => textArray(scores.map(of));
  const numbers = (of: (score: ScoreLogEntry) => number) => scores.map(of);
  await sql`
    insert into score_log (org_id, subject_id, model_id, model_version, requested_by, score, band, probability,
      scored_at, input_hash, response, row_values, context_id)
    select ${orgId}, subject_id, model_id, model_version, requested_by, score, band, probability, scored_at, input_hash,
      response::json, nullif(row_values, 'null')::json, nullif(context_id, '')
    from unnest(
      ${texts((entry) => entry.subjectId)}::text[],
      ${texts((entry) => entry.modelId)}::text[],
      ${int4Array(numbers((entry) => entry.modelVersion))}::int4[],
      ${texts((entry) => entry.requestedBy)}::text[],
      ${int4Array(numbers((entry) => entry.score))}::int4[],
      ${texts((entry) => entry.band)}::text[],
      ${float8Array(numbers((entry) => entry.probability))}::float8[],
      ${int8Array(numbers((entry) => entry.scoredAt))}::int8[],
      ${texts((entry) => entry.inputHash)}::text[],
      ${texts((entry) => responseText(entry))}::text[],
      ${texts((entry) => storableJson(entry.row ?? null))}::text[],
      ${texts((entry) => entry.contextId ?? '')}::text[]
    ) as r(subject_id, model_id, model_version, requested_by, score, band, probability, scored_at, input_hash,
      response, row_values, context_id)`.execute(db);
}

/** The text as it was sent, where the caller has it. */
const responseText = ({ response, responseText: text }: ScoreLogEntry): string =>
  text === undefined ? storableJson(response ?? null) : storableJsonText(text);
