import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import { MAX_COLLECTION_SIZE, writeCollection } from './collections.ts';
import type { RecordResult } from './record-result.ts';
import type { WriteRecord, WriteTarget } from './target.ts';

/** What a duplicate rule says of a record that resembles another one, and of a lead that was there before any rule. */
const DUPLICATE_ALERT = 'DUPLICATES_DETECTED';

const NOT_RESENT: RecordResult = {
  success: false,
  errorCode: 'PROCESSING_HALTED',
  message: 'waits for a call that may pass over a duplicate rule’s alert',
};

/**
 * A job cannot pass over the alert of a duplicate rule, a Collections call can: a score on one of two leads alike makes no
 * duplicate that was not there. Sends again by calls what a job was refused for it.
 * @param results of the job, in the order of the records
 * @returns them, with what the calls answered in place of the alerts; what could not be sent waits
 */
export async function resendDuplicates(
  connection: SalesforceConnection,
  target: WriteTarget,
  records: readonly WriteRecord[],
  results: readonly RecordResult[],
  mayGoOn: () => boolean,
): Promise<readonly RecordResult[]> {
  const alerted = records.flatMap((_, at) => (results[at]?.errorCode === DUPLICATE_ALERT ? [at] : []));
  const passed = [...results];
  for (const at of alerted) passed[at] = NOT_RESENT;
  for (let start = 0; start < alerted.length && mayGoOn(); start += MAX_COLLECTION_SIZE) {
    const chunk = alerted.slice(start, start + MAX_COLLECTION_SIZE);
    try {
      const answers = await writeCollection(
        connection,
        target,
        chunk.map((at) => records[at]!),
      );
      chunk.forEach((at, of) => (passed[at] = answers[of]!));
    } catch (error) {
      // What the job wrote must not be forgotten for it.
      if (!isSalesforceError(error)) throw error;
      break;
    }
  }
  return passed;
}
