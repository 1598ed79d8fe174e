import { coalesce } from '@leadlight/common';
import type { ScoreLog, ScoreLogEntry } from '@leadlight/workflows';
import type { Selectable } from 'kysely';
import { isInvalidData } from '../database/connection-errors.ts';
import type { Database } from '../database/tables.ts';
import { appendScores, type ScoreLogRow } from './append-scores.ts';
import type { ScoreLogTable } from './score-log.table.ts';

/**
 * `append` resolves when the entries are committed. Group commit: one statement runs at a time, and entries that arrive
 * during it share the next one, so that a busy service pays one round trip for many callers. If the database rejects their
 * data, each caller's entries are tried alone. Any other error rejects every caller: after a lost connection or a timeout
 * the statement may have been committed, and a retry would log the scores twice.
 */
export function scoreLogRepository(db: Database): ScoreLog {
  const commit = coalesce({
    run: (writes: readonly (readonly ScoreLogRow[])[]) => appendScores(db, writes.flat()),
    retryAlone: isInvalidData,
  });
  return {
    async append(orgId, entries) {
      if (entries.length > 0) await commit(entries.map((entry) => ({ orgId, entry })));
    },

    async findBySubject(orgId, subjectId, limit) {
      const rows = await db
        .selectFrom('score_log')
        .select(COLUMNS)
        .where('org_id', '=', orgId)
        .where('subject_id', '=', subjectId)
        .orderBy('scored_at', 'desc')
        .orderBy('entry_id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(scoreEntryOf);
    },
  };
}

const COLUMNS = [
  'subject_id',
  'model_id',
  'model_version',
  'requested_by',
  'score',
  'band',
  'probability',
  'scored_at',
  'input_hash',
  'response',
] as const;

const scoreEntryOf = (row: Selectable<Pick<ScoreLogTable, (typeof COLUMNS)[number]>>): ScoreLogEntry => ({
  subjectId: row.subject_id,
  modelId: row.model_id,
  modelVersion: row.model_version,
  requestedBy: row.requested_by,
  score: row.score,
  band: row.band,
  probability: row.probability,
  scoredAt: row.scored_at,
  inputHash: row.input_hash,
  response: row.response,
});
