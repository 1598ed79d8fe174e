import { expectObject, expectText } from '../connection/json.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';

export const ingestPath = (jobId: string): string => `/jobs/ingest/${jobId}`;

/** @returns undefined where the org does not know the job: it was deleted, or is older than a week @throws SalesforceError */
export async function findJobState(connection: SalesforceConnection, path: string): Promise<string | undefined> {
  try {
    return expectText(expectObject(await connection.json({ method: 'GET', path }), 'A job'), 'state', 'A job');
  } catch (error) {
    if (isSalesforceError(error) && error.facts.status === 404) return undefined;
    throw error;
  }
}

/** One that has ended just now cannot be aborted, and need not. @throws SalesforceError */
export async function abortJob(connection: SalesforceConnection, path: string): Promise<void> {
  try {
    await connection.json({ method: 'PATCH', path, body: { state: 'Aborted' }, repeatable: true });
  } catch (error) {
    if (!isSalesforceError(error, 'request_refused')) throw error;
  }
}
