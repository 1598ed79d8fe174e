import type { IdempotencyStore, StoredResponse } from '@leadlight/workflows';
import type { Database, Trx } from '../database/tables.ts';
import { appendScores } from '../score-log/append-scores.ts';

export function idempotencyRepository(db: Database): IdempotencyStore {
  return {
    find: (orgId, key) => findResponse(db, orgId, key),

    store: (orgId, key, answer, scores) =>
      db.transaction().execute(async (trx) => {
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto('kept_answer')
          .values({
            org_id: orgId,
            idempotency_key: key,
            request_hash: answer.requestHash,
            status: answer.status,
            body: answer.body,
            lead_ids: [...new Set(scores.map(({ leadId }) => leadId))],
            at: answer.at,
          })
          // Waits for a transaction that keeps the same key: only one of them inserts.
          .onConflict((conflict) => conflict.columns(['org_id', 'idempotency_key']).doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows === 0n) {
          const earlier = await findResponse(trx, orgId, key);
          // Gone again between the two statements: retention removed it, so this answer stands alone.
          return { kept: earlier ?? answer, first: earlier === undefined };
        }
        if (scores.length > 0) {
          await appendScores(
            trx,
            scores.map((entry) => ({ orgId, entry })),
          );
        }
        return { kept: answer, first: true };
      }),
  };
}

async function findResponse(db: Database | Trx, orgId: string, key: string): Promise<StoredResponse | undefined> {
  return db
    .selectFrom('kept_answer')
    .select(['request_hash as requestHash', 'status', 'body', 'at'])
    .where('org_id', '=', orgId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}
