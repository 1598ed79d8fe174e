import type { IdempotencyStore, StoredResponse } from '@leadlight/workflows';
import type { Database, Trx } from '../database/tables.ts';
import { appendScores } from '../score-log/append-scores.ts';
import { storeContexts } from '../score-log/store-contexts.ts';

export function idempotencyRepository(db: Database): IdempotencyStore {
  return {
    find: (orgId, key) => findResponse(db, orgId, key),

    store: async (orgId, key, response, scores) => {
      await storeContexts(db, orgId, scores);
      return db.transaction().execute(async (trx) => {
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto('stored_response')
          .values({
            org_id: orgId,
            idempotency_key: key,
            request_hash: response.requestHash,
            status: response.status,
            body: response.body,
            subject_ids: [...new Set(scores.map(({ subjectId }) => subjectId))],
            stored_at: response.storedAt,
          })
          // Waits for a transaction that stores the same key: only one of them inserts.
          .onConflict((conflict) => conflict.columns(['org_id', 'idempotency_key']).doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows === 0n) {
          const earlier = await findResponse(trx, orgId, key);
          // Undefined where retention has removed it between the two statements.
          return { stored: earlier ?? response, isFirst: earlier === undefined };
        }
        await appendScores(trx, orgId, scores);
        return { stored: response, isFirst: true };
      });
    },
  };
}

async function findResponse(db: Database | Trx, orgId: string, key: string): Promise<StoredResponse | undefined> {
  return db
    .selectFrom('stored_response')
    .select(['request_hash as requestHash', 'status', 'body', 'stored_at as storedAt'])
    .where('org_id', '=', orgId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}
