import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import { queryRows } from '../query/query.ts';
import { soqlString } from '../query/soql.ts';

/** The name of the user that the connection is signed in as; the user's id where the org does not give the name. */
export async function signedInUser(connection: SalesforceConnection): Promise<string> {
  const { userId } = connection;
  try {
    const [row] = await queryRows(connection, `SELECT Username FROM User WHERE Id = ${soqlString(userId)}`);
    return typeof row?.Username === 'string' ? row.Username : userId;
  } catch (error) {
    // The org rejects other requests for the same reason, and their errors have a remedy.
    if (isSalesforceError(error)) return userId;
    throw error;
  }
}
