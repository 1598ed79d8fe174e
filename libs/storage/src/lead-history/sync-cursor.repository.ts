import type { SyncCursors } from '@leadlight/workflows';
import type { Database, Trx } from '../database/tables.ts';

export function syncCursorRepository(db: Database): SyncCursors {
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

/** @returns undefined where the stream was never read */
export async function findSyncCursor(db: Database, orgId: string, stream: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('sync_cursor')
    .select('cursor')
    .where('org_id', '=', orgId)
    .where('stream', '=', stream)
    .executeTakeFirst();
  return row?.cursor;
}

export async function moveSyncCursor(trx: Trx, orgId: string, stream: string, cursor: string): Promise<void> {
  await trx
    .insertInto('sync_cursor')
    .values({ org_id: orgId, stream, cursor })
    .onConflict((conflict) => conflict.columns(['org_id', 'stream']).doUpdateSet({ cursor }))
    .execute();
}
