import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { soqlString } from '../query/soql.ts';
import { queryRows } from '../query/query.ts';
import { queryTooling } from './records.ts';

/** API names of the record pages of an object. @throws SalesforceError */
export async function findRecordPages(connection: SalesforceConnection, object: string): Promise<readonly string[]> {
  const soql = `SELECT DeveloperName FROM FlexiPage WHERE EntityDefinitionId = ${soqlString(object)} AND Type = 'RecordPage'`;
  return (await queryTooling(connection, soql)).map(({ DeveloperName }) => String(DeveloperName));
}

/** API names of the list views of an object that the signed-in user sees. @throws SalesforceError */
export async function findListViews(connection: SalesforceConnection, object: string): Promise<readonly string[]> {
  const soql = `SELECT DeveloperName FROM ListView WHERE SobjectType = ${soqlString(object)}`;
  return (await queryRows(connection, soql)).map(({ DeveloperName }) => String(DeveloperName));
}
