import { coalesce } from '@leadlight/common';
import type { ScoreLog, ScoreLogEntry } from '@leadlight/workflows';
import type { Selectable } from 'kysely';
import { isInvalidData } from '../database/connection-errors.ts';
import type { Database } from '../database/tables.ts';
import { appendScores } from './append-scores.ts';
import { storeContexts } from './store-contexts.ts';
import type { ScoreLogTable } from './score-log.table.ts';

/**
 * `append` resolves when the entries are committed. Group commit: one statement runs at a time for an org, and entries that
 * arrive during it share the next one, so that a busy service pays one round trip for many callers. If the database rejects their
 * data, each caller's entries are tried alone. Any other error rejects every caller: after a lost connection or a timeout
 * the statement may have been committed, and a retry would log the scores twice.
 */
export function scoreLogRepository(db: Database): ScoreLog {
  const commits = new Map<string, Commit>();
  const commitOf = (orgId: string): Commit => {
    const commit = commits.get(orgId) ?? groupCommit(db, orgId, () => commits.delete(orgId));
    commits.set(orgId, commit);
    return commit;
  };
  return {
    async append(orgId, entries) {
      if (entries.length > 0) await commitOf(orgId)(entries);
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

    readAll: (orgId, entriesPerChunk) => readAll(db, orgId, entriesPerChunk),

    async findContext(orgId, contextId) {
      const found = await db
        .selectFrom('scoring_context')
        .select('document')
        .where('org_id', '=', orgId)
        .where('context_id', '=', contextId)
        .executeTakeFirst();
      return found?.document;
    },
  };
}

type Commit = (entries: readonly ScoreLogEntry[]) => Promise<void>;

/** @param onIdle called when nothing waits to be committed */
function groupCommit(db: Database, orgId: string, onIdle: () => void): Commit {
  const join = coalesce({
    run: async (writes: readonly (readonly ScoreLogEntry[])[]) => {
      const scores = writes.flat();
      await storeContexts(db, orgId, scores);
      await appendScores(db, orgId, scores);
    },
    retryAlone: isInvalidData,
  });
  let waiting = 0;
  return async (entries) => {
    waiting += 1;
    try {
      await join(entries);
    } finally {
      waiting -= 1;
      if (waiting === 0) onIdle();
    }
  };
}

/** Keyset pagination: each chunk starts after the last entry of the one before, so the last costs no more than the first. */
async function* readAll(
  db: Database,
  orgId: string,
  entriesPerChunk: number,
): AsyncGenerator<readonly ScoreLogEntry[]> {
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('score_log')
      .select([...COLUMNS, 'entry_id'])
      .where('org_id', '=', orgId)
      .where('entry_id', '>', after)
      .orderBy('entry_id')
      .limit(entriesPerChunk)
      .execute();
    if (rows.length > 0) yield rows.map(scoreEntryOf);
    if (rows.length < entriesPerChunk) return;
    after = rows.at(-1)!.entry_id;
  }
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
  'row_values',
  'context_id',
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
  ...(row.row_values && { row: row.row_values }),
  ...(row.context_id !== null && { contextId: row.context_id }),
  response: row.response,
});
