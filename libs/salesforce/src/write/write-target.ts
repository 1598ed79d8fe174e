import type { LeadScoreUpdate, WriteOutcome, WriteTurn } from '@leadlight/workflows';
import { backoffMs } from '../connection/pacing.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import type { JobPacing } from '../extract/query-job.ts';
import { COLLECTION_SIZE, writeCollection } from './collections.ts';
import { passOverAlerts } from './duplicate-alerts.ts';
import { writeByJob } from './ingest-job.ts';
import { mayPass, type RecordResult } from './record-result.ts';
import type { Target } from './target.ts';

/** Collections of 200, or a Bulk 2.0 job. */
export type Way = 'collections' | 'job';

export interface WriteSettings {
  readonly job: JobPacing;
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
  target: Target,
  batch: readonly LeadScoreUpdate[],
  way: Way,
  settings: WriteSettings,
  turn: WriteTurn,
): Promise<ReadonlyMap<string, WriteOutcome>> {
  const outcomes = new Map<string, WriteOutcome>();
  const mayGoOn = () => !turn.lost.aborted && settings.mayCall();
  let waiting = batch;
  for (let attempt = 1; waiting.length > 0; attempt++) {
    const records = waiting.map((update) => target.recordOf(update));
    try {
      const byJob = way === 'job' && (attempt === 1 || records.length > COLLECTION_SIZE);
      const answers = byJob
        ? await writeByJob(connection, target, records, settings.job, turn.jobs)
        : await writeCollection(connection, target, records);
      const results = byJob ? await passOverAlerts(connection, target, records, answers, mayGoOn) : answers;
      waiting.forEach((update, at) => outcomes.set(update.leadId, outcomeOf(update, results[at]!)));
    } catch (error) {
      // An org that goes away while a few are tried again has written the others.
      if (attempt === 1 || !isSalesforceError(error)) throw error;
      break;
    }
    waiting = waiting.filter((update) => outcomes.get(update.leadId)?.outcome === 'retry');
    if (attempt >= settings.attempts || !mayGoOn()) break;
    if (waiting.length > 0) await settings.job.pacing.pause(backoffMs(attempt - 1, settings.job.pacing));
  }
  return outcomes;
}

function outcomeOf({ leadId }: LeadScoreUpdate, result: RecordResult): WriteOutcome {
  if (result.success) return { leadId, outcome: 'written' };
  const message = `${result.errorCode}: ${result.message}`;
  return { leadId, outcome: mayPass(result) ? 'retry' : 'failed', message };
}
