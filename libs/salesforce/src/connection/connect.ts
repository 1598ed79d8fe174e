import type { Instant } from '@leadlight/lead-features';
import { isSalesforceError } from '../errors.ts';
import { parseJson } from './json.ts';
import type { Credentials } from './credentials.ts';
import { OrgSession } from './org-session.ts';
import { backoffMs, realTiming, type Timing } from './timing.ts';
import { requestError } from './request-error.ts';
import type { OrgResponse, OrgRequest, SalesforceConnection } from './salesforce-connection.ts';
import { signIn } from './sign-in.ts';
import { BoundedTransport } from './transport.ts';
import { requireSecureUrl } from './secure-url.ts';
import { USER_AGENT } from './user-agent.ts';

export type ConnectOptions = Credentials & {
  /** `https://<My Domain>.my.salesforce.com`; client credentials work nowhere else. */
  readonly loginUrl: string;
  /** 68.0 unless set. */
  readonly apiVersion?: string;
  /** For one exchange, body included; two minutes unless set. */
  readonly timeoutMs?: number;
  readonly timing?: Timing;
  readonly now?: () => Instant;
};

const MAX_ATTEMPTS = 5;
const BUSY_STATUSES = new Set([420, 429, 500, 502, 503, 504]);
const MAX_RETRY_AFTER_S = 60;

/**
 * Signs in to an org. Nothing is shared between connections: several orgs can be served side by side.
 * @throws SalesforceError `insecure_url`, `unreachable`, `certificate`, `timeout`, `credentials_refused`, `clock_skew`
 */
export async function connectSalesforce(options: ConnectOptions): Promise<SalesforceConnection> {
  const { apiVersion = '68.0', timeoutMs = 120_000, timing: pacing = realTiming, now = Date.now } = options;
  const loginUrl = requireSecureUrl(options.loginUrl, 'The login URL');
  const transport = new BoundedTransport(timeoutMs, USER_AGENT);
  const newSession = () => signIn({ loginUrl, credentials: options, transport, timing: pacing, now });
  const org = new OrgSession(await newSession(), { loginUrl, apiVersion, transport, now, newSession });
  const { orgId, userId, instanceUrl } = org.session;
  const request = (asked: OrgRequest) => requestWithRetry(org, asked, pacing);
  return {
    orgId,
    userId,
    instanceUrl,
    apiVersion,
    request,
    json: async (asked) => parseJson((await request(asked)).body, resourceName(asked)),
    apiUsage: () => org.apiUsage,
    requestsSent: () => org.requestsSent,
    serverTime: () => org.clocks?.server,
    clockSkewMs: () => org.clocks && org.clocks.here - org.clocks.server,
    session: async (renew = false) => (renew ? org.renew() : org.session),
  };
}

/** jsforce repeats neither POST nor PATCH; here whatever says that repeating does no harm is repeated, a few times. */
async function requestWithRetry(org: OrgSession, asked: OrgRequest, pacing: Timing): Promise<OrgResponse> {
  const repeatable = asked.repeatable ?? (asked.method !== 'POST' && asked.method !== 'PATCH');
  for (let attempt = 1; ; attempt++) {
    const mayRepeat = repeatable && attempt < MAX_ATTEMPTS;
    const answer = await org.send(asked).catch((error: unknown) => {
      if (mayRepeat && isSalesforceError(error, 'unreachable', 'timeout')) return undefined;
      throw error;
    });
    if (answer && answer.status < 300) return answer;
    if (answer && !(mayRepeat && BUSY_STATUSES.has(answer.status)))
      throw requestError(resourceName(asked), answer.status, answer.body);
    await pacing.sleep(Math.max(backoffMs(attempt, pacing), retryAfterMs(answer)));
  }
}

/** Messages name the resource, not the query: a query may hold a person's values. */
const resourceName = ({ method, path }: OrgRequest): string => `${method} ${path.split('?')[0]}`;

function retryAfterMs(answer: OrgResponse | undefined): number {
  const seconds = Number(answer?.headers['retry-after'] ?? 0);
  return Number.isFinite(seconds) ? Math.min(MAX_RETRY_AFTER_S, seconds) * 1000 : 0;
}
