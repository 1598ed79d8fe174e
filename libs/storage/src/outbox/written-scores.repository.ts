import type { WrittenScores } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Database } from '../database/tables.ts';

export function writtenScoresRepository(db: Database): WrittenScores {
  return {
    async isBehind(orgId, modelLabel) {
      const { rows } = await sql<{ behind: boolean }>`
        select exists (
          select from lead left join outbox on outbox.org_id = lead.org_id and outbox.lead_id = lead.lead_id
          where lead.org_id = ${orgId} and lead.open and outbox.model_label is distinct from ${modelLabel}
            and not exists (
              select from unscored_lead marked where marked.org_id = lead.org_id and marked.lead_id = lead.lead_id)
        ) as behind`.execute(db);
      return rows[0]?.behind === true;
    },

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
