import { coalesce } from '@leadlight/common';
import { sql } from 'kysely';
import type { StoragePool } from './storage-pool.ts';
import type { Database } from './tables.ts';

/** More than the free space of the pages in use, so that the table and the write-ahead log must grow. */
const TRIAL_KILOBYTES = 64;

/**
 * A check that is a query while all is well. After storage has rejected work, it makes a trial write instead, because storage
 * on a full disk still answers queries. Checks at the same time share one trial write.
 */
export function createHealthCheck(
  db: Database,
  pool: Pick<StoragePool, 'failing' | 'noteRecovery'>,
): () => Promise<void> {
  const plain = db.withoutPlugins();
  const tryWriting = coalesce({
    run: async () => {
      await plain.transaction().execute(async (trx) => {
        // A value that cannot be compressed: digests of random numbers.
        await sql`
          insert into stored_response (org_id, idempotency_key, request_hash, status, body, subject_ids, stored_at)
          select '', gen_random_uuid()::text, '', 0, string_agg(md5(random()::text), ''), '{}', 0
          from generate_series(1, ${TRIAL_KILOBYTES * 32})`.execute(trx);
        await sql`delete from stored_response where org_id = ''`.execute(trx);
      });
      pool.noteRecovery();
    },
  });
  return async () => {
    if (pool.failing) await tryWriting(undefined);
    else await sql`select 1`.execute(plain);
  };
}
