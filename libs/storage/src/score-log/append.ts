import type { ScoreLogEntry } from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows } from '../database/json-rows.ts';
import type { Database, Trx } from '../database/tables.ts';

export interface OrgScore {
  readonly orgId: string;
  readonly entry: ScoreLogEntry;
}

/** Logs scores of one or more orgs in one statement. */
export async function appendScores(db: Database | Trx, scores: readonly OrgScore[]): Promise<void> {
  const rows = jsonRows(scores.map(({ orgId, entry }) => ({ ...entry, orgId })));
  await sql`
    insert into score_log (org_id, lead_id, model_id, model_version, asked_by, score, band, probability,
      scored_at, input_hash, answer)
    select "orgId", "leadId", "modelId", "modelVersion", "askedBy", score, band, probability,
      "scoredAt", "inputHash", coalesce(answer, 'null'::json)
    from json_to_recordset(${rows}::json) as r(
      "orgId" text, "leadId" text, "modelId" text, "modelVersion" int4, "askedBy" text, score int4, band text,
      probability float8, "scoredAt" int8, "inputHash" text, answer json)`.execute(db);
}
