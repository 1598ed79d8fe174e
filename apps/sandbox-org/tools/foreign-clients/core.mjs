/** Checks with `@salesforce/core`, the library of the command line. */
import { AuthInfo, Connection, Org } from '@salesforce/core';
import { check, org } from './check.mjs';

process.env.SF_USE_GENERIC_UNIX_KEYCHAIN = 'true';

const { clientId, jwtKey, listening, username } = org;
let connection;

await check('AuthInfo', 'signs in by JWT', async () => {
  const authInfo = await AuthInfo.create({
    username,
    oauth2Options: { clientId, privateKeyFile: jwtKey, loginUrl: listening },
  });
  await authInfo.save();
  connection = await Connection.create({ authInfo });
});
await check(
  'Connection',
  'finds the newest version',
  async () => (await connection.retrieveMaxApiVersion()) === '68.0',
);
await check('Connection', 'knows the identity', async () => (await connection.identity()).username === username);
await check('Connection', 'finds one record', async () => {
  const found = await connection.singleRecordQuery("SELECT Id, Name FROM User WHERE Username = '" + username + "'");
  return found.Name === 'Integration User';
});
await check('Connection', 'queries all pages', async () => {
  const { records } = await connection.autoFetchQuery('SELECT Id FROM Task', { autoFetch: true, maxFetch: 50_000 });
  const count = await connection.query('SELECT COUNT() FROM Task');
  return records.length === count.totalSize;
});
await check('Connection', 'queries the Tooling API', async () => {
  const soql = "SELECT QualifiedApiName FROM EntityDefinition WHERE QualifiedApiName = 'Lead'";
  return (await connection.tooling.query(soql)).totalSize === 1;
});
await check('Connection', 'creates, changes and deletes a record', async () => {
  const { id } = await connection
    .sobject('Lead')
    .create({ LastName: 'Core', Company: 'Acme', AnnualRevenue: 12_345_678 });
  await connection.sobject('Lead').update({ Id: id, Title: 'Changed' });
  const lead = await connection.sobject('Lead').retrieve(id);
  await connection.sobject('Lead').destroy(id);
  return lead.Title === 'Changed' && lead.AnnualRevenue === 12_345_678;
});
await check('Org', 'reads the organization', async () => {
  const whole = await Org.create({ connection });
  await whole.determineIfDevHubOrg();
  return whole.getOrgId() === org.orgId;
});
await check('Org', 'reads whether it is a sandbox', async () => {
  const whole = await Org.create({ connection });
  return whole.checkScratchOrg !== undefined && (await whole.retrieveOrganizationInformation()).IsSandbox === true;
});
process.exit(0);
