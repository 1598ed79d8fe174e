import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import { queryRows } from '../query/query.ts';
import { soqlString } from '../query/soql.ts';

/** As whom the connection is signed in: the user name, else the id where the org does not say. */
export async function signedInUser(connection: SalesforceConnection): Promise<string> {
  const { userId } = connection;
  try {
    const [row] = await queryRows(connection, `SELECT Username FROM User WHERE Id = ${soqlString(userId)}`);
    return typeof row?.Username === 'string' ? row.Username : userId;
  } catch (error) {
    // What the org refuses here it also refuses elsewhere, where there is a remedy for it.
    if (isSalesforceError(error)) return userId;
    throw error;
  }
}
