import type { LeadScoreUpdate, WriteClaim, WriteOutcome } from '@leadlight/workflows';
import type { JobWait } from '../bulk/job.ts';
import { backoffMs } from '../connection/backoff.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import { MAX_COLLECTION_SIZE, writeCollection } from './collections.ts';
import { resendDuplicates } from './duplicate-alerts.ts';
import { writeByJob } from './ingest-job.ts';
import { isTransient, type RecordResult } from './record-result.ts';
import type { WriteTarget } from './target.ts';

/** Collections calls of 200 records, or a Bulk API 2.0 job. */
export type WriteMethod = 'collections' | 'job';

export interface WriteSettings {
  readonly job: JobWait;
  readonly maxAttempts: number;
  readonly mayCall: () => Promise<boolean>;
}

/**
 * Writes one batch to one object. Records that failed for a transient reason are retried after growing waits, and without
 * a job once they fit into one call.
 */
export async function writeTarget(
  connection: SalesforceConnection,
  target: WriteTarget,
  batch: readonly LeadScoreUpdate[],
  method: WriteMethod,
  { job, maxAttempts, mayCall }: WriteSettings,
  claim: WriteClaim,
): Promise<ReadonlyMap<string, WriteOutcome>> {
  const outcomes = new Map<string, WriteOutcome>();
  const mayContinue = async () => !claim.lost.aborted && (await mayCall());
  let remaining = batch;
  for (let attempt = 1; remaining.length > 0; attempt++) {
    const records = remaining.map((update) => target.toRecord(update));
    try {
      const byJob = method === 'job' && (attempt === 1 || records.length > MAX_COLLECTION_SIZE);
      const results = byJob
        ? await resendDuplicates(
            connection,
            target,
            records,
            await writeByJob(connection, target, records, job, claim.jobs),
            mayContinue,
          )
        : await writeCollection(connection, target, records);
      for (const [index, { leadId }] of remaining.entries()) outcomes.set(leadId, toOutcome(leadId, results[index]!));
    } catch (error) {
      // An org that fails during a retry has written the other records before.
      if (attempt === 1 || !isSalesforceError(error)) throw error;
      break;
    }
    remaining = remaining.filter(({ leadId }) => outcomes.get(leadId)?.outcome === 'retry');
    if (remaining.length === 0 || attempt >= maxAttempts || !(await mayContinue())) break;
    await job.timing.sleep(backoffMs(attempt, job.timing));
  }
  return outcomes;
}

function toOutcome(leadId: string, result: RecordResult): WriteOutcome {
  if (result.success) return { leadId, outcome: 'written' };
  const message = `${result.errorCode}: ${result.message}`;
  return { leadId, outcome: isTransient(result) ? 'retry' : 'failed', message };
}
