import { expectObjects } from '../connection/json.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { SalesforceError } from '../errors.ts';
import { parseRecordResult, type RecordResult } from './record-result.ts';
import type { WriteRecord, WriteTarget } from './target.ts';

/** Records of one Collections call; Salesforce takes no more. */
export const MAX_COLLECTION_SIZE = 200;

/**
 * Writes up to 200 records in one call, each for itself. Sent again after a cut or a busy answer, which jsforce does not:
 * the same values written twice are the same values. No assignment rule runs, and the alert of a duplicate rule is passed
 * over: a score makes no duplicate that was not there. A rule that blocks still refuses.
 * @returns results in the order of the records
 * @throws SalesforceError
 */
export async function writeCollection(
  connection: SalesforceConnection,
  { object, key }: WriteTarget,
  records: readonly WriteRecord[],
): Promise<readonly RecordResult[]> {
  const answer = await connection.json({
    method: 'PATCH',
    path: key === 'Id' ? '/composite/sobjects' : `/composite/sobjects/${object}/${key}`,
    headers: { 'Sforce-Auto-Assign': 'FALSE', 'Sforce-Duplicate-Rule-Header': 'allowSave=true' },
    body: {
      allOrNone: false,
      records: records.map(({ Id, ...fields }) => ({ attributes: { type: object }, ...(Id && { id: Id }), ...fields })),
    },
    repeatable: true,
  });
  const results = expectObjects(answer, 'A collections write').map(parseRecordResult);
  if (results.length === records.length) return results;
  throw new SalesforceError('answer_unreadable', `${records.length} records were sent and ${results.length} answered.`);
}
