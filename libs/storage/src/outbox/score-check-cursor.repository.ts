import type { ScoreCheckCursors } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';

export function scoreCheckCursorRepository(db: Database): ScoreCheckCursors {
  return {
    async find(orgId) {
      const row = await db
        .selectFrom('score_check_cursor')
        .select('read_until')
        .where('org_id', '=', orgId)
        .executeTakeFirst();
      return row?.read_until;
    },

    async save(orgId, readUntil) {
      await db
        .insertInto('score_check_cursor')
        .values({ org_id: orgId, read_until: readUntil })
        .onConflict((conflict) => conflict.column('org_id').doUpdateSet({ read_until: readUntil }))
        .execute();
    },
  };
}
