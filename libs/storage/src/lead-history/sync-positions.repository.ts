import type { SyncCursors } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';

export function syncPositionsRepository(db: Database): SyncCursors {
  return {
    async list(orgId) {
      const rows = await db
        .selectFrom('sync_cursor')
        .select(['stream', 'cursor'])
        .where('org_id', '=', orgId)
        .orderBy('stream')
        .execute();
      return new Map(rows.map(({ stream, cursor }) => [stream, cursor]));
    },

    async forget(orgId, stream) {
      await db.deleteFrom('sync_cursor').where('org_id', '=', orgId).where('stream', '=', stream).execute();
    },
  };
}
