import { expectObject, findText } from '../connection/json.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { SalesforceError } from '../errors.ts';
import { soqlString } from '../query/soql.ts';
import { findRow } from './records.ts';

/**
 * Runs statements as the signed-in user.
 * @throws SalesforceError `apex_failed` where they do not compile or end with an exception
 */
export async function runApex(connection: SalesforceConnection, statements: string): Promise<void> {
  const path = `/tooling/executeAnonymous/?anonymousBody=${encodeURIComponent(statements)}`;
  const result = expectObject(await connection.json({ method: 'GET', path }), 'executeAnonymous');
  if (result.compiled === true && result.success === true) return;
  const problem = findText(result, 'compileProblem') ?? findText(result, 'exceptionMessage') ?? 'unknown';
  throw new SalesforceError('apex_failed', { statements, problem });
}

/** The id of the scheduled job; undefined where it will not run again. @throws SalesforceError */
export async function findScheduledJob(connection: SalesforceConnection, name: string): Promise<string | undefined> {
  const soql = `SELECT Id FROM CronTrigger WHERE CronJobDetail.Name = ${soqlString(name)} AND NextFireTime != NULL`;
  const row = await findRow(connection, soql);
  return row ? String(row.Id) : undefined;
}
