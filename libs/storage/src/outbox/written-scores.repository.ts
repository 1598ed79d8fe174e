import type { WrittenScores } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Database } from '../database/tables.ts';

export function writtenScoresRepository(db: Database): WrittenScores {
  return {
    async find(orgId, leadIds) {
      const { rows } = await sql<{ lead_id: string; score: number; band: string; label: string; at: number }>`
        select lead_id, written_score as score, written_band as band, written_model_label as label,
          written_scored_at as at
        from outbox
        where org_id = ${orgId} and lead_id = any(${leadIds}::text[]) and written_scored_at is not null`.execute(db);
      return new Map(
        rows.map(({ lead_id, score, band, label, at }) => [lead_id, { score, band, modelLabel: label, scoredAt: at }]),
      );
    },

    async requeue(orgId, leadIds) {
      const { numUpdatedRows } = await db
        .updateTable('outbox')
        .set({ state: 'pending', failure: null })
        .where('org_id', '=', orgId)
        .where('lead_id', '=', sql<string>`any(${leadIds}::text[])`)
        .where('state', '!=', 'pending')
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },
  };
}
