import type { LeadScoreUpdate, Outbox } from '@leadlight/workflows';
import { sql, type Selectable } from 'kysely';
import { saveBucketResult } from '../buckets/save-bucket-result.ts';
import { jsonRows } from '../database/storable-json.ts';
import { TableStatistics } from '../database/table-statistics.ts';
import type { Database } from '../database/tables.ts';
import { appendShadowScores } from '../shadow-models/append-shadow-scores.ts';
import { appendScores } from '../score-log/append-scores.ts';
import { storeContexts } from '../score-log/store-contexts.ts';
import { contentHashOf } from './content-hash.ts';
import {
  findPending,
  findUrgent,
  hastenBest,
  noteCompanies,
  queueUpdates,
  removeMarks,
  settleUpdates,
  skipClosedLeads,
} from './queue.ts';
import type { OutboxTable } from './outbox.table.ts';

export function outboxRepository(db: Database): Outbox {
  const statistics = new TableStatistics(db);
  return {
    async enqueue(orgId, scores, updates, scored = [], shadow = [], bucket = undefined) {
      await storeContexts(db, orgId, scores);
      const queued = await db.transaction().execute(async (trx) => {
        await appendScores(trx, orgId, scores);
        await appendShadowScores(trx, orgId, shadow);
        const rows = jsonRows(updates.map(withContentHash));
        const count = updates.length > 0 ? await queueUpdates(trx, orgId, rows, scored.length > 0) : 0;
        if (updates.length > 0) await noteCompanies(trx, orgId, rows);
        // Entries before marks, in the order in which a comparison locks them, so that neither waits for the other.
        if (scored.length > 0) await removeMarks(trx, orgId, jsonRows(scored));
        if (bucket) await saveBucketResult(trx, orgId, bucket, count);
        return count;
      });
      await statistics.noteAdded(orgId, { outbox: updates.length, score_log: scores.length });
      return queued;
    },

    async pending(orgId, limit) {
      await skipClosedLeads(db, orgId);
      return (await findPending(db, orgId, limit)).map(leadScoreUpdateOf);
    },

    hastenBest: (orgId, limit) => hastenBest(db, orgId, limit),

    async urgent(orgId, limit, except) {
      return (await findUrgent(db, orgId, limit, except)).map(leadScoreUpdateOf);
    },

    async settle(orgId, settled) {
      if (settled.length === 0) return;
      const rows = jsonRows(settled.map(({ update, failure }) => ({ ...withContentHash(update), failure })));
      await db.transaction().execute((trx) => settleUpdates(trx, orgId, rows));
    },

    async counts(orgId) {
      const { rows } = await sql<{ pending: number; written: number; failed: number }>`
        select count(*) filter (where state = 'pending') as pending,
          count(*) filter (where state = 'written') as written,
          count(*) filter (where state = 'failed') as failed
        from outbox where org_id = ${orgId}`.execute(db);
      return rows[0] ?? { pending: 0, written: 0, failed: 0 };
    },
  };
}

const withContentHash = (update: LeadScoreUpdate) => ({ ...update, contentHash: contentHashOf(update) });

export const leadScoreUpdateOf = (row: Selectable<OutboxTable>): LeadScoreUpdate => ({
  leadId: row.subject_id,
  score: row.score,
  band: row.band,
  qualified: row.qualified,
  probability: row.probability,
  unranked: row.unranked,
  reasons: row.reasons,
  modelLabel: row.model_label,
  scoredAt: row.scored_at,
  inputHash: row.input_hash,
});
