/**
 * A process for tests of TLS, whose authorities Node reads at its start: connects, counts the leads, and follows the org
 * until the first change event. It prints what it found, or the code of the error, as JSON.
 */
import { connectSalesforce, type ConnectOptions } from '../connection/connect.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import { createCrmSource } from '../extract/crm-source.ts';
import { createEventFollower } from '../follow/event-follower.ts';
import { queryRows } from '../query/query.ts';

const [options, endpoint] = process.argv.slice(2) as [string, string];

/** As another client: the follower leaves out what Leadlight changed. */
async function changeLead(connection: SalesforceConnection, id: string): Promise<void> {
  const { accessToken, instanceUrl } = await connection.session();
  await fetch(`${instanceUrl}/services/data/v62.0/sobjects/Lead/${id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ Title: 'Changed' }),
  });
}

async function findFirstChange(): Promise<object> {
  const connection = await connectSalesforce(JSON.parse(options) as ConnectOptions);
  const [lead] = await queryRows(connection, 'SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1');
  const id = String(lead?.Id);
  const source = createCrmSource(connection);
  const follower = createEventFollower(connection, source, { endpoint, batchWindowMs: 10 });
  const stop = new AbortController();
  let isStarted = false;
  for await (const page of follower.follow(new Map(), stop.signal)) {
    if (page.records.some((record) => record.id === id)) return { instanceUrl: connection.instanceUrl, changed: id };
    if (isStarted || !page.stream.includes('Lead')) continue;
    isStarted = true;
    await changeLead(connection, id);
  }
  return {};
}

const result = await findFirstChange().catch((error: unknown) => {
  if (!isSalesforceError(error)) throw error;
  return { code: error.code, message: error.message };
});
process.stdout.write(JSON.stringify(result));
process.exit(0);
