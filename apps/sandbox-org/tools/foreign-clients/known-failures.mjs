const missingApi = (api) => `the org does not have ${api}`;

/** Checks that fail for a known reason: `test` is matched with the part and the name of a check. */
export const KNOWN_FAILURES = [
  { client: 'jsforce', test: /^analytics /, reason: missingApi('the Reports and Dashboards API') },
  { client: 'jsforce', test: /^apex /, reason: missingApi('Apex REST resources') },
  { client: 'jsforce', test: /^chatter /, reason: missingApi('Chatter of the Connect API') },
  {
    client: 'jsforce',
    test: /^metadata /,
    reason: missingApi('the calls of the Metadata API that create, read and change components without a file'),
  },
  { client: 'jsforce', test: /^process /, reason: missingApi('process rules and approvals') },
  { client: 'jsforce', test: /^quick-action /, reason: missingApi('quick actions') },
  { client: 'jsforce', test: /^soap /, reason: missingApi('the SOAP API') },
  { client: 'jsforce', test: /^streaming /, reason: missingApi('the Streaming API') },
  {
    client: 'jsforce',
    test: /^tooling /,
    reason: missingApi('more of the Tooling API than queries, test runs and anonymous Apex'),
  },
  { client: 'jsforce', test: /^(query|sobject) .*explain/, reason: missingApi('query plans') },
  {
    client: 'jsforce',
    test: /^schema standard schema should query$/,
    reason: 'it reads ActivityHistories, mailing addresses and last activities, which the org does not have',
  },
  {
    client: 'jsforce',
    test: /^(connection-session|oauth2) /,
    reason: 'they sign in as a person through a browser (puppeteer) on a login page that the org does not have',
  },
  {
    client: 'simple-salesforce',
    test: /^bulk 1\.0 /,
    reason: 'it sends jobs of Bulk API 1.0 as JSON; the org supports CSV with jobs in XML',
  },
];
