import { Connection } from 'jsforce/lib/connection.js';
import type { ApiUsage } from '@leadlight/workflows';
import { isSalesforceError } from '../errors.ts';
import { parseJson } from './answer.ts';
import type { Credentials } from './credentials.ts';
import { OrgApi } from './org-api.ts';
import { backoffMs, realPacing, type Pacing } from './pacing.ts';
import { requestError } from './refusal.ts';
import type { OrgAnswer, OrgRequest, SalesforceConnection } from './salesforce-connection.ts';
import { signIn, type Session } from './sign-in.ts';
import { BoundedTransport } from './transport.ts';
import { checkedUrl } from './url.ts';

export type ConnectOptions = Credentials & {
  /** `https://<My Domain>.my.salesforce.com`; client credentials work nowhere else. */
  readonly loginUrl: string;
  readonly apiVersion?: string;
  /** For one exchange, body included. */
  readonly timeoutMs?: number;
  readonly pacing?: Pacing;
  readonly now?: () => number;
};

const CLIENT = 'leadlight';
const USER_AGENT = 'leadlight/0.1 (jsforce)';
const ATTEMPTS = 5;
const BUSY = new Set([420, 429, 500, 502, 503, 504]);

/**
 * Signs in to an org.
 * @throws SalesforceError `insecure_url`, `unreachable`, `certificate`, `timeout`, `credentials_refused`, `clock_skew`
 */
export async function connectSalesforce(options: ConnectOptions): Promise<SalesforceConnection> {
  const { apiVersion = '68.0', timeoutMs = 120_000, pacing = realPacing, now = Date.now } = options;
  const loginUrl = checkedUrl(options.loginUrl, 'The login URL');
  const transport = new BoundedTransport(timeoutMs, USER_AGENT);
  const newSession = () => signIn({ loginUrl, credentials: options, transport, pacing, now });

  let session = await newSession();
  let renewalFailure: unknown;
  const jsforce = new Connection({
    loginUrl,
    instanceUrl: session.instanceUrl,
    accessToken: session.accessToken,
    version: apiVersion,
    callOptions: { client: CLIENT },
    refreshFn: (connection, done) => {
      newSession().then(
        (renewed) => {
          session = renewed;
          connection.instanceUrl = renewed.instanceUrl;
          renewalFailure = undefined;
          done(undefined, renewed.accessToken);
        },
        (error: unknown) => {
          renewalFailure = error;
          done(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
  });

  let usage: ApiUsage | undefined;
  let requests = 0;
  let clocks: { readonly server: number; readonly here: number } | undefined;

  /** One attempt, with at most one renewal of the session. */
  async function send({ method, path, headers, body }: OrgRequest): Promise<OrgAnswer> {
    const api = new OrgApi(jsforce, { transport });
    api.on('request', () => (requests += 1));
    const json = typeof body === 'object';
    try {
      const answer = await api.request<{ statusCode: number; headers: Record<string, string>; body: string }>({
        method,
        url: `${session.instanceUrl}${path.startsWith('/services/') ? path : `/services/data/v${apiVersion}${path}`}`,
        headers: { ...(body !== undefined && { 'content-type': json ? 'application/json' : 'text/csv' }), ...headers },
        body: json ? JSON.stringify(body) : body,
      });
      usage = usageIn(answer.headers) ?? usage;
      const server = Date.parse(answer.headers.date ?? '');
      if (!Number.isNaN(server)) clocks = { server, here: now() };
      return { status: answer.statusCode, headers: answer.headers, body: answer.body };
    } catch (error) {
      // jsforce wraps a failed renewal in a plain error; ours says more.
      throw isSalesforceError(error) || renewalFailure === undefined ? error : renewalFailure;
    }
  }

  async function request(asked: OrgRequest): Promise<OrgAnswer> {
    const what = `${asked.method} ${pathOnly(asked.path)}`;
    const repeatable = asked.repeatable ?? (asked.method !== 'POST' && asked.method !== 'PATCH');
    for (let attempt = 1; ; attempt++) {
      const answer = await send(asked).catch((error: unknown) => {
        const passing = isSalesforceError(error, 'unreachable', 'timeout');
        if (repeatable && passing && attempt < ATTEMPTS) return undefined;
        throw error;
      });
      if (answer && answer.status < 300) return answer;
      if (answer && !(repeatable && BUSY.has(answer.status) && attempt < ATTEMPTS)) {
        throw requestError(what, answer.status, answer.body);
      }
      await pacing.pause(Math.max(backoffMs(attempt, pacing), retryAfterMs(answer)));
    }
  }

  return {
    orgId: session.orgId,
    userId: session.userId,
    instanceUrl: session.instanceUrl,
    apiVersion,
    request,
    json: async (asked) => parseJson((await request(asked)).body, `${asked.method} ${pathOnly(asked.path)}`),
    apiUsage: () => usage,
    requestsSent: () => requests,
    serverTime: () => clocks?.server,
    clockSkewMs: () => clocks && clocks.here - clocks.server,
    session: async (renew = false): Promise<Session> => {
      if (renew) {
        session = await newSession();
        jsforce.accessToken = session.accessToken;
        jsforce.instanceUrl = session.instanceUrl;
      }
      return session;
    },
  };
}

/** Messages name the resource, not the query: a query may hold a person's values. */
const pathOnly = (path: string): string => path.split('?')[0]!;

function usageIn(headers: Readonly<Record<string, string>>): ApiUsage | undefined {
  const match = /api-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '');
  return match ? { used: Number(match[1]), limit: Number(match[2]) } : undefined;
}

function retryAfterMs(answer: OrgAnswer | undefined): number {
  const seconds = Number(answer?.headers['retry-after'] ?? 0);
  return Number.isFinite(seconds) ? Math.min(60, seconds) * 1000 : 0;
}
