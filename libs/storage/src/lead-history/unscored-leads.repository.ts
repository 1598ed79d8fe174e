import type { UnscoredLeads } from '@leadlight/workflows';
import { sql } from 'kysely';
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
      // A mark locked by an append is being renewed and stays; waiting for each other's marks would deadlock.
      await sql`
        with answered as materialized (
          select org_id, lead_id from unscored_lead
          where org_id = ${orgId} and mark <= ${mark}::int8 for update skip locked
        )
        delete from unscored_lead as marked using answered
        where marked.org_id = answered.org_id and marked.lead_id = answered.lead_id`.execute(db);
    },
  };
}
