import type { UnscoredLeads } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';

export function unscoredLeadsRepository(db: Database): UnscoredLeads {
  return {
    async list(orgId, limit) {
      const rows = await db
        .selectFrom('unscored_lead')
        .select(['lead_id', 'mark'])
        .where('org_id', '=', orgId)
        .orderBy('mark')
        .limit(limit)
        .execute();
      return rows.map(({ lead_id, mark }) => ({ leadId: lead_id, mark }));
    },

    async latest(orgId) {
      const row = await db
        .selectFrom('unscored_lead')
        .select('mark')
        .where('org_id', '=', orgId)
        .orderBy('mark', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.mark ?? 0;
    },

    async forgetUpTo(orgId, mark) {
      await db.deleteFrom('unscored_lead').where('org_id', '=', orgId).where('mark', '<=', mark).execute();
    },
  };
}
