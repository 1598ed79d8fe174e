import { expectObject, expectObjects, expectText, type JsonObject } from '../connection/json.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { queryRows, type Row } from '../query/query.ts';

/** The first row of a small query. @throws SalesforceError */
export const findRow = async (connection: SalesforceConnection, soql: string): Promise<Row | undefined> =>
  (await queryRows(connection, soql))[0];

/** The rows of a small query of the Tooling API. @throws SalesforceError */
export async function queryTooling(connection: SalesforceConnection, soql: string): Promise<readonly JsonObject[]> {
  const path = `/tooling/query?q=${encodeURIComponent(soql)}`;
  const { records } = expectObject(await connection.json({ method: 'GET', path }), 'A Tooling query');
  return expectObjects(records, 'A Tooling query');
}

/** Creates a record. @returns its id @throws SalesforceError */
export async function createRecord(connection: SalesforceConnection, object: string, record: object): Promise<string> {
  const path = `/sobjects/${object}`;
  const created = await connection.json({ method: 'POST', path, body: record });
  return expectText(expectObject(created, `POST ${path}`), 'id', `POST ${path}`);
}

/** @throws SalesforceError */
export async function updateRecord(
  connection: SalesforceConnection,
  object: string,
  id: string,
  changes: object,
): Promise<void> {
  await connection.request({ method: 'PATCH', path: `/sobjects/${object}/${id}`, body: changes, repeatable: true });
}

/** @throws SalesforceError */
export async function deleteRecord(connection: SalesforceConnection, object: string, id: string): Promise<void> {
  await connection.request({ method: 'DELETE', path: `/sobjects/${object}/${id}` });
}
