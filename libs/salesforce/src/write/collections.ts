import { listOf } from '../connection/answer.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { SalesforceError } from '../errors.ts';
import { recordResultOf, type RecordResult } from './record-result.ts';

/** Records of one Collections call; Salesforce takes no more. */
export const COLLECTION_SIZE = 200;

/**
 * Updates up to 200 leads in one call, each for itself. Sent again after a cut or a busy answer, which jsforce does not:
 * the same values written twice are the same values. No assignment rule runs.
 * @returns results in the order of the records
 * @throws SalesforceError
 */
export async function updateLeads(
  connection: SalesforceConnection,
  records: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[],
): Promise<readonly RecordResult[]> {
  const answer = await connection.json({
    method: 'PATCH',
    path: '/composite/sobjects',
    headers: { 'Sforce-Auto-Assign': 'FALSE' },
    body: { allOrNone: false, records: records.map((record) => ({ attributes: { type: 'Lead' }, ...record })) },
    repeatable: true,
  });
  const results = listOf(answer, 'A collections update').map(recordResultOf);
  if (results.length === records.length) return results;
  throw new SalesforceError('answer_unreadable', `${records.length} leads were sent and ${results.length} answered.`);
}
