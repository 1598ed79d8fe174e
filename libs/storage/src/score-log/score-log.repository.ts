import type { ScoreLog, ScoreLogEntry } from '@leadlight/workflows';
import type { Selectable } from 'kysely';
import type { Database } from '../database/tables.ts';
import { isInvalidData } from '../database/connection-errors.ts';
import { appendScores, type ScoreLogRow } from './append-scores.ts';
import { groupCommit } from './group-commit.ts';
import type { ScoreLogTable } from './score-log.table.ts';

/** `append` resolves when the entries are committed. One statement is in flight at a time; see `groupCommit`. */
export function scoreLogRepository(db: Database): ScoreLog {
  // One statement is one transaction: whoever waits for the answer pays one round trip.
  const commit = groupCommit<ScoreLogRow>((scores) => appendScores(db, scores), isInvalidData);
  return {
    append: (orgId, entries) => commit(entries.map((entry) => ({ orgId, entry }))),

    async findByLead(orgId, leadId, limit) {
      const rows = await db
        .selectFrom('score_log')
        .select(COLUMNS)
        .where('org_id', '=', orgId)
        .where('lead_id', '=', leadId)
        .orderBy('scored_at', 'desc')
        .orderBy('entry_id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(scoreEntryOf);
    },
  };
}

const COLUMNS = [
  'lead_id',
  'model_id',
  'model_version',
  'asked_by',
  'score',
  'band',
  'probability',
  'scored_at',
  'input_hash',
  'answer',
] as const;

const scoreEntryOf = (row: Selectable<Pick<ScoreLogTable, (typeof COLUMNS)[number]>>): ScoreLogEntry => ({
  leadId: row.lead_id,
  modelId: row.model_id,
  modelVersion: row.model_version,
  askedBy: row.asked_by,
  score: row.score,
  band: row.band,
  probability: row.probability,
  scoredAt: row.scored_at,
  inputHash: row.input_hash,
  answer: row.answer,
});
