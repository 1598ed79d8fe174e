import { defineErrors, LeadlightError, type ErrorCode, type ErrorFacts } from '@leadlight/common';

/** A request or a job that the org rejected, with its own error code and message. Never contains a secret. */
interface Rejection {
  readonly request: string;
  readonly status?: number;
  readonly errorCode: string;
  readonly message: string;
  readonly object?: string;
  readonly field?: string;
}

const rejected = ({ request, errorCode, message }: Rejection): string =>
  [request, errorCode, message]
    .filter((part) => part !== '')
    .join(': ')
    .replace(/([^.!?)”])$/, '$1.');

const QUERY = { request: 'GET /queryAll', status: 400 };
const SIGN_IN = { request: 'Signing in at example.my.salesforce.com', status: 400 };
const PERMISSION_SET =
  'Assign the permission set Leadlight_Integration to the user that the External Client App runs as.';
const alsoNeeds = (permissionSet: string): string =>
  `The user that the External Client App runs as also needs the permission set ${permissionSet}.`;
const NOTIFICATIONS = alsoNeeds('Leadlight_Notifications');

/** Everything that can go wrong with an org. */
export const salesforceErrors = defineErrors({
  insecure_url: {
    reason: (f: { what: string; address: string }) => `${f.what} “${f.address}” is not a secure web address.`,
    remedy: 'Use an https:// address. Plain http:// is accepted only for this machine (127.0.0.1, localhost).',
    example: { what: 'The login URL', address: 'http://example.my.salesforce.com' },
  },
  unreachable: {
    reason: (f: { host: string; reason: string }) => `${f.host} cannot be reached (${f.reason}).`,
    remedy:
      'Check the address, the network and the firewall, then try again. Behind a proxy, set https_proxy and NODE_USE_ENV_PROXY=1.',
    example: { host: 'example.my.salesforce.com', reason: 'ENOTFOUND' },
  },
  request_timeout: {
    reason: (f: { host: string; timeoutMs: number }) => `${f.host} did not respond within ${f.timeoutMs / 1000} s.`,
    remedy: 'Check the network and try again.',
    example: { host: 'example.my.salesforce.com', timeoutMs: 120_000 },
  },
  certificate_untrusted: {
    reason: (f: { host: string; reason: string }) => `The certificate of ${f.host} is not trusted (${f.reason}).`,
    remedy: "Add the certificate authority of your network to NODE_EXTRA_CA_CERTS, or repair the server's certificate.",
    example: { host: 'example.my.salesforce.com', reason: 'SELF_SIGNED_CERT_IN_CHAIN' },
  },
  redirected: {
    reason: rejected,
    remedy: "Use the org's own My Domain address as the login URL.",
    example: { ...SIGN_IN, status: 302, errorCode: 'HTTP_302', message: '' },
  },
  credentials_rejected: {
    reason: rejected,
    remedy:
      'Check the client id and secret (or the key) of the External Client App, that its flow is enabled, and that it names a user to run as.',
    example: { ...SIGN_IN, errorCode: 'invalid_client', message: 'invalid client credentials' },
  },
  private_key_unreadable: {
    reason: (_: object) => 'The private key is not a readable RSA key in PEM form.',
    remedy: 'Use the PEM file of the key whose certificate the External Client App has.',
    example: {},
  },
  clock_skew: {
    reason: (f: Rejection & { skewMs: number }) =>
      `${rejected(f)} The clocks differ by ${Math.round(f.skewMs / 1000)} s.`,
    remedy: "Set this machine's clock: it differs too much from Salesforce's clock to sign in with a signed token.",
    example: { ...SIGN_IN, errorCode: 'invalid_grant', message: 'invalid assertion', skewMs: 600_000 },
  },
  session_rejected: {
    reason: rejected,
    remedy:
      "The org rejected a session that it had just issued. Check the External Client App's IP restrictions and the user's API access.",
    example: { ...QUERY, status: 401, errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' },
  },
  permission_missing: {
    reason: rejected,
    remedy: PERMISSION_SET,
    example: { ...QUERY, status: 403, errorCode: 'INSUFFICIENT_ACCESS', message: 'insufficient access rights' },
  },
  object_unreadable: {
    reason: (f: { missing: string }) => `The user may not read ${f.missing}.`,
    remedy: PERMISSION_SET,
    example: { missing: 'Lead' },
  },
  object_missing: {
    reason: rejected,
    remedy: 'Check that the object is enabled in the org and that the user may read it.',
    example: {
      ...QUERY,
      errorCode: 'INVALID_TYPE',
      message: "sObject type 'Event' is not supported.",
      object: 'Event',
    },
  },
  field_missing: {
    reason: rejected,
    remedy:
      'The field was deleted, renamed or hidden from the user. Start the sync again; it then leaves the field out.',
    example: {
      ...QUERY,
      errorCode: 'INVALID_FIELD',
      message: "No such column 'Region__c' on entity 'Lead'.",
      field: 'Region__c',
    },
  },
  query_rejected: {
    reason: rejected,
    remedy: "This is probably a defect of Leadlight. Report it together with the org's message.",
    example: { ...QUERY, errorCode: 'MALFORMED_QUERY', message: 'unexpected token: FORM' },
  },
  api_limit_exceeded: {
    reason: rejected,
    remedy: "The org's daily API limit is used up. It covers the last 24 hours; try again later.",
    example: { ...QUERY, status: 403, errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' },
  },
  api_budget_reserve: {
    reason: (f: { used: number; limit: number; reserveShare: number }) =>
      `${f.used} of ${f.limit} API calls are used; ${Math.round(f.reserveShare * 100)} % are reserved for others.`,
    remedy: 'Leadlight stopped to leave API calls to others. It continues when calls become available.',
    example: { used: 13_600, limit: 15_000, reserveShare: 0.1 },
  },
  org_unavailable: {
    reason: rejected,
    remedy: 'The org failed to respond properly in several attempts. Check status.salesforce.com and try again.',
    example: { ...QUERY, status: 503, errorCode: 'SERVER_UNAVAILABLE', message: 'Server is too busy.' },
  },
  job_failed: {
    reason: rejected,
    remedy: "Read the org's message; Bulk Data Load Jobs in Setup lists the job.",
    example: { request: 'The job /jobs/query/750xx0000000001', errorCode: 'Failed', message: 'InternalServerError' },
  },
  job_timeout: {
    reason: (f: { path: string; state: string }) => `The job ${f.path} was still ${f.state}.`,
    remedy: 'The org took long to run the job. Start the sync again; it continues with the same job.',
    example: { path: '/jobs/query/750xx0000000001', state: 'InProgress' },
  },
  rows_lost: {
    reason: (f: { jobId: string; expected: number; read: number }) =>
      `Job ${f.jobId} announced ${f.expected} rows and delivered ${f.read}.`,
    remedy: 'Start the sync again.',
    example: { jobId: '750xx0000000001', expected: 1000, read: 998 },
  },
  response_unreadable: {
    reason: (f: { context: string; problem: string }) => `${f.context}: ${f.problem}.`,
    remedy: 'Salesforce does not send such a response. Check for a proxy or a maintenance page in between.',
    example: { context: 'GET /queryAll', problem: 'the response is not JSON (“<html>”)' },
  },
  cursor_unreadable: {
    reason: (f: { cursor: string }) => `The stored position of a stream cannot be read (“${f.cursor}”).`,
    remedy: 'It is damaged or of another version. Delete it, so that the stream is read from the beginning.',
    example: { cursor: '{"version":0}' },
  },
  change_events_unavailable: {
    reason: (f: { topic: string; message: string }) => `${f.topic} cannot be followed (${f.message}).`,
    remedy:
      'Enable Change Data Capture for Lead, Task, Event and Campaign Member in Setup, and allow the Pub/Sub address. Until then the org is polled.',
    example: { topic: '/data/LeadChangeEvent', message: 'NOT_FOUND: the topic does not exist' },
  },
  profile_missing: {
    reason: (f: { licence: string }) => `The org has no profile of the user licence ${f.licence}.`,
    remedy: 'Create a user that only calls APIs in Setup, Users, and name it with --integration-user.',
    example: { licence: 'Salesforce Integration' },
  },
  not_assignable: {
    reason: (f: { kind: string; name: string }) => `The org has no ${f.kind} ${f.name}.`,
    remedy: 'Deploy the package first; a permission set licence comes with the edition or is bought.',
    example: { kind: 'permission set', name: 'Leadlight_Integration' },
  },
  apex_failed: {
    reason: (f: { statements: string; problem: string }) => `“${f.statements}” failed in the org: ${f.problem}.`,
    remedy: 'Run it in the Developer Console (Debug → Open Execute Anonymous Window), which shows the log.',
    example: { statements: 'RetryFailedScores.schedule();', problem: 'Variable does not exist: RetryFailedScores' },
  },
  notification_type_missing: {
    reason: (f: { type: string }) => `The org has no notification type ${f.type}, or the user may not read it.`,
    remedy: `Deploy the current version of the package. ${NOTIFICATIONS}`,
    example: { type: 'Leadlight_Administration' },
  },
  no_administrators: {
    reason: (f: { permissionSet: string }) =>
      `No active user has the permission set ${f.permissionSet}, or the user may not read who has it.`,
    remedy: `Assign it to the administrators of lead scoring. ${NOTIFICATIONS}`,
    example: { permissionSet: 'Leadlight_Admin' },
  },
  notification_rejected: {
    reason: rejected,
    remedy: NOTIFICATIONS,
    example: {
      request: 'POST /actions/standard/customNotificationAction',
      errorCode: 'INSUFFICIENT_ACCESS',
      message: 'insufficient access rights',
    },
  },
  task_rejected: {
    reason: rejected,
    remedy: `${alsoNeeds('Leadlight_Alerts')} It allows the user to create tasks.`,
    example: {
      request: 'POST /sobjects/Task',
      errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
      message: 'insufficient access rights on object id',
    },
  },
  list_views_not_allowed: {
    reason: (f: { missing: string }) => `The user may not make list views of audiences: ${f.missing} is missing.`,
    remedy: `Update the package. ${alsoNeeds('Leadlight_List_Views')} It allows the user to write Lead.Leadlight_Audiences__c and to make public list views.`,
    example: { missing: 'Lead.Leadlight_Audiences__c' },
  },
  request_rejected: {
    reason: rejected,
    remedy: "Read the org's message.",
    example: { request: 'PATCH /composite/sobjects', status: 400, errorCode: 'JSON_PARSER_ERROR', message: 'bad body' },
  },
});

export type SalesforceErrorCode = ErrorCode<typeof salesforceErrors>;

export class SalesforceError<Code extends SalesforceErrorCode = SalesforceErrorCode> extends LeadlightError<
  Code,
  ErrorFacts<typeof salesforceErrors, Code>
> {
  override readonly name = 'SalesforceError';

  constructor(code: Code, facts: ErrorFacts<typeof salesforceErrors, Code>, options?: ErrorOptions) {
    super(salesforceErrors, code, facts, options);
  }
}

export const isSalesforceError = <Code extends SalesforceErrorCode = SalesforceErrorCode>(
  error: unknown,
  ...codes: readonly Code[]
): error is SalesforceError<Code> =>
  error instanceof SalesforceError && (codes.length === 0 || codes.includes(error.code as Code));

/** The org has no such resource. */
export const isNotFound = (error: unknown): boolean =>
  isSalesforceError(error, 'request_rejected') && error.facts.status === 404;
