import type { ShadowScore } from '@leadlight/workflows';
import { sql } from 'kysely';
import { float8Array, int8Array, textArray } from '../database/binary-arrays.ts';
import type { Database, Trx } from '../database/tables.ts';

/** Stores scores of leads that this pair of models has not scored before, in one statement. */
export async function appendShadowScores(
  db: Database | Trx,
  orgId: string,
  scores: readonly ShadowScore[],
): Promise<void> {
  if (scores.length === 0) return;
  const texts = (of: (score: ShadowScore) => string) => textArray(scores.map(of));
  await sql`
    insert into shadow_score (org_id, subject_id, model_id, probability, beside_model_id, beside_probability, scored_at,
      input_hash)
    select ${orgId}, r.*
    from unnest(
      ${texts(({ subjectId }) => subjectId)}::text[],
      ${texts(({ modelId }) => modelId)}::text[],
      ${float8Array(scores.map(({ probability }) => probability))}::float8[],
      ${texts(({ besideModelId }) => besideModelId)}::text[],
      ${float8Array(scores.map(({ besideProbability }) => besideProbability))}::float8[],
      ${int8Array(scores.map(({ scoredAt }) => scoredAt))}::int8[],
      ${texts(({ inputHash }) => inputHash)}::text[]
    ) as r(subject_id, model_id, probability, beside_model_id, beside_probability, scored_at, input_hash)
    order by r.model_id, r.beside_model_id, r.subject_id
    on conflict do nothing`.execute(db);
}
