import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import { COLLECTION_SIZE, writeCollection } from './collections.ts';
import type { RecordResult } from './record-result.ts';
import type { OutRecord, Target } from './target.ts';

/** What a duplicate rule says of a record that resembles another one, and of a lead that was there before any rule. */
const ALERT = 'DUPLICATES_DETECTED';

const WAITS: RecordResult = {
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
export async function passOverAlerts(
  connection: SalesforceConnection,
  target: Target,
  records: readonly OutRecord[],
  results: readonly RecordResult[],
  mayGoOn: () => boolean,
): Promise<readonly RecordResult[]> {
  const alerted = records.flatMap((_, at) => (results[at]?.errorCode === ALERT ? [at] : []));
  const passed = [...results];
  for (const at of alerted) passed[at] = WAITS;
  for (let start = 0; start < alerted.length && mayGoOn(); start += COLLECTION_SIZE) {
    const chunk = alerted.slice(start, start + COLLECTION_SIZE);
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
