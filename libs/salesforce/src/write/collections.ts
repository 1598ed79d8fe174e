import { expectObjects, type JsonObject } from '../connection/json.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { SalesforceError } from '../errors.ts';
import { parseRecordResult, type RecordResult } from './record-result.ts';
import type { WriteRecord, WriteTarget } from './target.ts';

/** The most records that Salesforce accepts in one Collections call. */
export const MAX_COLLECTION_SIZE = 200;

/**
 * Writes up to 200 records in one call, each independently. The call is repeated after a cut connection or a busy response,
 * which jsforce does not do: writing the same values twice is harmless. No assignment rule runs, and the alert of a
 * duplicate rule is allowed, because a score creates no duplicate. A duplicate rule that blocks still rejects the record.
 * @returns results in the order of the records
 * @throws SalesforceError
 */
export async function writeCollection(
  connection: SalesforceConnection,
  { object, key }: Pick<WriteTarget, 'object' | 'key'>,
  records: readonly WriteRecord[],
): Promise<readonly RecordResult[]> {
  const context = 'A collections write';
  const response = await connection.json({
    method: 'PATCH',
    path: key === 'Id' ? '/composite/sobjects' : `/composite/sobjects/${object}/${key}`,
    headers: { 'Sforce-Auto-Assign': 'FALSE', 'Sforce-Duplicate-Rule-Header': 'allowSave=true' },
    body: {
      allOrNone: false,
      records: records.map(({ Id, ...fields }) => ({ attributes: { type: object }, ...(Id && { id: Id }), ...fields })),
    },
    repeatable: true,
  });
  return expectResults(response, context, records.length).map(parseRecordResult);
}

/** The results of a Collections call, in the order of the records. @throws SalesforceError unless there is one for each record */
export function expectResults(response: unknown, context: string, records: number): readonly JsonObject[] {
  const results = expectObjects(response, context);
  if (results.length === records) return results;
  const problem = `${records} records were sent and ${results.length} results came back`;
  throw new SalesforceError('response_unreadable', { context, problem });
}
