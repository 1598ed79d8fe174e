import type { LeadScoreUpdate, WriteOutcome, WriteLease } from '@leadlight/workflows';
import { backoffMs } from '../connection/timing.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import type { JobWait } from '../bulk/query-job.ts';
import { MAX_COLLECTION_SIZE, writeCollection } from './collections.ts';
import { resendDuplicates } from './duplicate-alerts.ts';
import { writeByJob } from '../bulk/ingest-job.ts';
import { isTransient, type RecordResult } from './record-result.ts';
import type { WriteTarget } from './target.ts';

/** Collections of 200, or a Bulk 2.0 job. */
export type WriteMethod = 'collections' | 'job';

export interface WriteSettings {
  readonly job: JobWait;
  /** How often a record is tried where the org was busy with it. */
  readonly attempts: number;
  readonly mayCall: () => boolean;
}

/**
 * Writes one batch to one object; records that the org was busy with are tried again by themselves, in between ever
 * longer waits; as soon as they are few enough for one call, without a job.
 */
export async function writeTarget(
  connection: SalesforceConnection,
  target: WriteTarget,
  batch: readonly LeadScoreUpdate[],
  way: WriteMethod,
  settings: WriteSettings,
  turn: WriteLease,
): Promise<ReadonlyMap<string, WriteOutcome>> {
  const outcomes = new Map<string, WriteOutcome>();
  const mayGoOn = () => !turn.lost.aborted && settings.mayCall();
  let waiting = batch;
  for (let attempt = 1; waiting.length > 0; attempt++) {
    const records = waiting.map((update) => target.toRecord(update));
    try {
      const byJob = way === 'job' && (attempt === 1 || records.length > MAX_COLLECTION_SIZE);
      const answers = byJob
        ? await writeByJob(connection, target, records, settings.job, turn.jobs)
        : await writeCollection(connection, target, records);
      const results = byJob ? await resendDuplicates(connection, target, records, answers, mayGoOn) : answers;
      waiting.forEach((update, at) => outcomes.set(update.leadId, toOutcome(update, results[at]!)));
    } catch (error) {
      // An org that goes away while a few are tried again has written the others.
      if (attempt === 1 || !isSalesforceError(error)) throw error;
      break;
    }
    waiting = waiting.filter((update) => outcomes.get(update.leadId)?.outcome === 'retry');
    if (attempt >= settings.attempts || !mayGoOn()) break;
    if (waiting.length > 0) await settings.job.timing.sleep(backoffMs(attempt - 1, settings.job.timing));
  }
  return outcomes;
}

function toOutcome({ leadId }: LeadScoreUpdate, result: RecordResult): WriteOutcome {
  if (result.success) return { leadId, outcome: 'written' };
  const message = `${result.errorCode}: ${result.message}`;
  return { leadId, outcome: isTransient(result) ? 'retry' : 'failed', message };
}
