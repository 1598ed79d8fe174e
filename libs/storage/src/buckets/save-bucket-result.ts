import type { BucketResult } from '@leadlight/workflows';
import type { Database, Trx } from '../database/tables.ts';
import { StorageError } from '../errors.ts';

/** Stores a bucket's result, the first one only. @throws StorageError `claim_lost` if it has one, or its run has ended */
export async function saveBucketResult(
  db: Database | Trx,
  orgId: string,
  { runId, bucket, resultOf }: BucketResult,
  queued: number,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('lead_bucket')
    .set({ result: Buffer.from(resultOf(queued)) })
    .where('org_id', '=', orgId)
    .where('run_id', '=', runId)
    .where('bucket', '=', bucket)
    .where('result', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new StorageError('claim_lost', { orgId, work: `bucket ${bucket}` });
}
