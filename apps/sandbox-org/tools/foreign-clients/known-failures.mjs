/** Checks that fail for a known reason. @type {readonly { client: string, test: RegExp, reason: string }[]} */
export const KNOWN_FAILURES = [
  {
    client: 'simple-salesforce',
    test: /^bulk 1\.0 /,
    reason: 'it sends jobs of Bulk API 1.0 as JSON; the org supports CSV with jobs in XML',
  },
];
