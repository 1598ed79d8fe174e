/** What can go wrong with an org, each with its remedy. Apps map codes to exits and statuses. */
const remedies = {
  insecure_url: 'Use an https:// address; plain http:// is accepted only for this machine (127.0.0.1, localhost).',
  unreachable:
    'Check the address, the network and the firewall, then try again. Behind a proxy, set https_proxy and NODE_USE_ENV_PROXY=1.',
  timeout: 'Check the network, or raise the time-out.',
  certificate:
    "Add the certificate authority of your network to NODE_EXTRA_CA_CERTS, or repair the server's certificate.",
  redirected: "Use the org's own My Domain address as the login URL.",
  credentials_refused:
    'Check the client id and secret (or the key) of the External Client App, that its flow is enabled, and that it names a user to run as.',
  clock_skew: "Set this machine's clock: it is too far from Salesforce's to sign in with a signed token.",
  session_refused:
    "The org refused a session that it had just given. Check the External Client App's IP restrictions and the user's API access.",
  permission_missing:
    'Assign the permission set Leadlight_Integration to the user that the External Client App runs as.',
  object_missing: 'Check that the object is enabled in the org and that the user may read it.',
  field_missing:
    'The field was deleted, renamed or hidden from the user. Start the sync again; the field is then left out.',
  query_refused: "This is likely a fault of Leadlight; report it with the org's words.",
  api_limit_exceeded: "The org's daily API limit is used up. Try again when it returns (it counts the last 24 hours).",
  api_budget_floor:
    'Leadlight stopped to leave API calls for others. It goes on when the budget returns; or lower the floor.',
  org_unavailable: 'The org did not answer well after several attempts. Check status.salesforce.com and try again.',
  job_failed: "See the org's words; Setup, Bulk Data Load Jobs lists the job.",
  job_timeout: 'The org was slow to run the job. Start the sync again: it goes on with the same job.',
  rows_lost: 'The org delivered fewer or more rows than it had announced. Start the sync again.',
  answer_unreadable: 'The answer is not what Salesforce sends. Check for a proxy or a maintenance page in between.',
  cursor_unreadable:
    'The stored position is of another version or damaged. Delete it, so that the stream is read from the beginning.',
  following_unavailable:
    'Enable Change Data Capture for Lead, Task, Event and Campaign Member in Setup, and allow the Pub/Sub address; polling goes on meanwhile.',
  request_refused: "See the org's words.",
} as const;

export type SalesforceErrorCode = keyof typeof remedies;

export type SalesforceErrorFacts = Readonly<Record<string, string | number>>;

export class SalesforceError extends Error {
  readonly code: SalesforceErrorCode;
  readonly remedy: string;
  /** The org's error code and words, host, object, field, status: whatever is known. Never a secret. */
  readonly facts: SalesforceErrorFacts;

  constructor(code: SalesforceErrorCode, what: string, facts: SalesforceErrorFacts = {}, options?: ErrorOptions) {
    super(`${what.replace(/([^.!?)”])$/, '$1.')} ${remedies[code]}`, options);
    this.name = 'SalesforceError';
    this.code = code;
    this.remedy = remedies[code];
    this.facts = facts;
  }
}

export const isSalesforceError = (error: unknown, ...codes: readonly SalesforceErrorCode[]): error is SalesforceError =>
  error instanceof SalesforceError && (codes.length === 0 || codes.includes(error.code));
