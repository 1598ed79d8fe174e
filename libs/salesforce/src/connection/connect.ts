import type { Instant } from '@leadlight/lead-features';
import { isSalesforceError } from '../errors.ts';
import type { Credentials } from './credentials.ts';
import { parseJson } from './json.ts';
import { OrgSession } from './org-session.ts';
import { requestError } from './request-error.ts';
import type { OrgRequest, OrgResponse, SalesforceConnection } from './salesforce-connection.ts';
import { requireSecureUrl } from './secure-url.ts';
import { signIn } from './sign-in.ts';
import { backoffMs, realTiming, type Timing } from './timing.ts';
import { BoundedTransport } from './transport.ts';
import { USER_AGENT } from './user-agent.ts';

export type ConnectOptions = Credentials & {
  /** `https://<My Domain>.my.salesforce.com`; client credentials work nowhere else. */
  readonly loginUrl: string;
  /** 68.0 unless set. */
  readonly apiVersion?: string;
  /** For one exchange including the body; two minutes unless set. */
  readonly timeoutMs?: number;
  readonly timing?: Timing;
  readonly now?: () => Instant;
};

const MAX_ATTEMPTS = 5;
const BUSY_STATUSES = new Set([420, 429, 500, 502, 503, 504]);
const MAX_RETRY_AFTER_S = 60;

/**
 * Signs in to an org. Connections share nothing: one process can serve several orgs.
 * @throws SalesforceError `insecure_url`, `unreachable`, `certificate_untrusted`, `request_timeout`,
 * `credentials_rejected`, `private_key_unreadable`, `clock_skew`
 */
export async function connectSalesforce(options: ConnectOptions): Promise<SalesforceConnection> {
  const { apiVersion = '68.0', timeoutMs = 120_000, timing = realTiming, now = Date.now } = options;
  const loginUrl = requireSecureUrl(options.loginUrl, 'The login URL');
  const transport = new BoundedTransport(timeoutMs, USER_AGENT);
  const newSession = () => signIn({ loginUrl, credentials: options, transport, timing, now });
  const org = new OrgSession(await newSession(), { loginUrl, apiVersion, transport, now, newSession });
  const { orgId, userId, instanceUrl } = org.session;
  const request = (orgRequest: OrgRequest) => requestWithRetry(org, orgRequest, timing);
  return {
    orgId,
    userId,
    instanceUrl,
    apiVersion,
    request,
    json: async (orgRequest) => parseJson((await request(orgRequest)).body, resourceName(orgRequest)),
    apiUsage: () => org.apiUsage,
    requestsSent: () => org.requestsSent,
    serverTime: () => org.clocks?.server,
    clockSkewMs: () => org.clocks && org.clocks.local - org.clocks.server,
    session: async (renew = false) => (renew ? org.renew() : org.session),
  };
}

/** jsforce repeats neither POST nor PATCH. This repeats every request that is safe to repeat. */
async function requestWithRetry(org: OrgSession, request: OrgRequest, timing: Timing): Promise<OrgResponse> {
  const repeatable = request.repeatable ?? (request.method !== 'POST' && request.method !== 'PATCH');
  for (let attempt = 1; ; attempt++) {
    const mayRepeat = repeatable && attempt < MAX_ATTEMPTS;
    const response = await org.send(request).catch((error: unknown) => {
      if (mayRepeat && isSalesforceError(error, 'unreachable', 'request_timeout')) return undefined;
      throw error;
    });
    if (response && response.status < 300) return response;
    if (response && !(mayRepeat && BUSY_STATUSES.has(response.status)))
      throw requestError(resourceName(request), response.status, response.body);
    await timing.sleep(Math.max(backoffMs(attempt, timing), retryAfterMs(response)));
  }
}

/** Messages name the resource and not the query, which may contain personal data. */
const resourceName = ({ method, path }: OrgRequest): string => `${method} ${path.split('?')[0]}`;

function retryAfterMs(response: OrgResponse | undefined): number {
  const seconds = Number(response?.headers['retry-after'] ?? 0);
  return Number.isFinite(seconds) ? Math.min(MAX_RETRY_AFTER_S, seconds) * 1000 : 0;
}
