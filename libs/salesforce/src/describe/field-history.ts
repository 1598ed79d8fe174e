import type { Instant } from '@leadlight/lead-features';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { queryRows } from '../query/query.ts';
import { soqlString } from '../query/soql.ts';

/** Salesforce keeps field history for 18 months, 24 through the API. */
const HISTORY_RETENTION_MONTHS = 24;

/** Since when the org has field history, at the earliest. */
export function historyRetainedSince(now: Instant): Instant {
  const since = new Date(now);
  since.setUTCMonth(since.getUTCMonth() - HISTORY_RETENTION_MONTHS);
  return since.getTime();
}

/** The fields of an object whose history is tracked. @throws SalesforceError */
export async function trackedFields(connection: SalesforceConnection, object: string): Promise<ReadonlySet<string>> {
  const rows = await queryRows(
    connection,
    `SELECT QualifiedApiName, IsFieldHistoryTracked FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = ${soqlString(object)}`,
  );
  return new Set(rows.filter((row) => row.IsFieldHistoryTracked === true).map((row) => String(row.QualifiedApiName)));
}
