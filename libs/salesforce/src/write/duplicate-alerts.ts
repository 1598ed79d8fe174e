import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import { MAX_COLLECTION_SIZE, writeCollection } from './collections.ts';
import type { RecordResult } from './record-result.ts';
import type { WriteRecord, WriteTarget } from './target.ts';

/** The alert of a duplicate rule about a record that resembles another one, also for leads older than the rule. */
const DUPLICATE_ALERT = 'DUPLICATES_DETECTED';

const NOT_RESENT: RecordResult = {
  success: false,
  errorCode: 'PROCESSING_HALTED',
  message: 'waits for a call that may ignore the alert of a duplicate rule',
};

/**
 * A job cannot ignore the alert of a duplicate rule, but a Collections call can: a score on one of two similar leads
 * creates no duplicate. This resends by calls what a job rejected for such an alert.
 * @param results of the job, in the order of the records
 * @returns them with the results of the calls instead of the alerts; what could not be resent is transient
 */
export async function resendDuplicates(
  connection: SalesforceConnection,
  target: WriteTarget,
  records: readonly WriteRecord[],
  results: readonly RecordResult[],
  mayContinue: () => Promise<boolean>,
): Promise<readonly RecordResult[]> {
  const alerted = records.flatMap((_, index) => (results[index]?.errorCode === DUPLICATE_ALERT ? [index] : []));
  const resent = results.map((result) => (result.errorCode === DUPLICATE_ALERT ? NOT_RESENT : result));
  for (let start = 0; start < alerted.length && (await mayContinue()); start += MAX_COLLECTION_SIZE) {
    const chunk = alerted.slice(start, start + MAX_COLLECTION_SIZE);
    try {
      const chunkRecords = chunk.map((index) => records[index]!);
      const chunkResults = await writeCollection(connection, target, chunkRecords);
      for (const [position, index] of chunk.entries()) resent[index] = chunkResults[position]!;
    } catch (error) {
      // The results of the job must not be lost.
      if (!isSalesforceError(error)) throw error;
      break;
    }
  }
  return resent;
}
