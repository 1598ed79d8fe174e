import { Connection } from 'jsforce/lib/connection.js';
import type { Instant } from '@leadlight/lead-features';
import type { ApiUsage } from '@leadlight/workflows';
import { isSalesforceError } from '../errors.ts';
import { backoffMs, MAX_REQUEST_ATTEMPTS, retryAfterMs } from './backoff.ts';
import { parseJson } from './json.ts';
import { OrgApi } from './org-api.ts';
import { requestError } from './request-error.ts';
import type { OrgRequest, OrgResponse, SalesforceConnection } from './salesforce-connection.ts';
import type { Session } from './sign-in.ts';
import type { Timing } from './timing.ts';
import type { BoundedTransport, RawResponse } from './transport.ts';

/** Appears as `changeOrigin` of everything that we write, so that our own changes can be recognised. */
const CLIENT_NAME = 'leadlight';

const BUSY_STATUSES = new Set([420, 429, 500, 502, 503, 504]);

export interface OrgConnectionSettings {
  readonly loginUrl: string;
  readonly apiVersion: string;
  readonly transport: BoundedTransport;
  readonly timing: Timing;
  readonly now: () => Instant;
  /** Signs in again. */
  readonly newSession: () => Promise<Session>;
}

/** Sends requests with a session that renews itself, repeats those that may be, and reads the headers of responses. */
export class OrgConnection implements SalesforceConnection {
  readonly orgId: string;
  readonly userId: string;
  readonly instanceUrl: string;
  readonly apiVersion: string;
  readonly #settings: OrgConnectionSettings;
  readonly #jsforce: Connection;
  #session: Session;
  #renewalError: unknown;
  #apiUsage: ApiUsage | undefined;
  #apiUsageAtMs: number | undefined;
  #clocks: { readonly server: Instant; readonly local: Instant } | undefined;
  #requestsSent = 0;

  constructor(session: Session, settings: OrgConnectionSettings) {
    this.orgId = session.orgId;
    this.userId = session.userId;
    this.instanceUrl = session.instanceUrl;
    this.apiVersion = settings.apiVersion;
    this.#settings = settings;
    this.#session = session;
    this.#jsforce = new Connection({
      loginUrl: settings.loginUrl,
      instanceUrl: session.instanceUrl,
      accessToken: session.accessToken,
      version: settings.apiVersion,
      callOptions: { client: CLIENT_NAME },
      refreshFn: (_, done) => {
        this.session(true).then(
          ({ accessToken }) => done(undefined, accessToken),
          (error: unknown) => {
            this.#renewalError = error;
            done(error instanceof Error ? error : new Error(String(error)));
          },
        );
      },
    });
  }

  apiUsage(): ApiUsage | undefined {
    return this.#apiUsage;
  }

  apiUsageAgeMs(): number | undefined {
    return this.#apiUsageAtMs === undefined ? undefined : this.#settings.timing.elapsedMs() - this.#apiUsageAtMs;
  }

  requestsSent(): number {
    return this.#requestsSent;
  }

  serverTime(): Instant | undefined {
    return this.#clocks?.server;
  }

  clockSkewMs(): number | undefined {
    return this.#clocks && this.#clocks.local - this.#clocks.server;
  }

  async session(renew = false): Promise<Session> {
    if (!renew) return this.#session;
    this.#session = await this.#settings.newSession();
    this.#jsforce.accessToken = this.#session.accessToken;
    this.#jsforce.instanceUrl = this.#session.instanceUrl;
    this.#renewalError = undefined;
    return this.#session;
  }

  async json(request: OrgRequest): Promise<unknown> {
    return parseJson((await this.request(request)).body, resourceName(request));
  }

  /** jsforce repeats neither POST nor PATCH. This repeats every request that is safe to repeat. */
  async request(request: OrgRequest): Promise<OrgResponse> {
    const { timing } = this.#settings;
    const repeatable = request.repeatable ?? (request.method !== 'POST' && request.method !== 'PATCH');
    for (let attempt = 1; ; attempt++) {
      const mayRepeat = repeatable && attempt < MAX_REQUEST_ATTEMPTS;
      const response = await this.#send(request).catch((error: unknown) => {
        if (mayRepeat && isSalesforceError(error, 'unreachable', 'request_timeout')) return undefined;
        throw error;
      });
      if (response && response.status < 300) return response;
      if (response && !(mayRepeat && BUSY_STATUSES.has(response.status)))
        throw requestError(resourceName(request), response.status, response.body);
      await timing.sleep(Math.max(backoffMs(attempt, timing), retryAfterMs(response?.headers)));
    }
  }

  /** One attempt, with at most one renewal of the session. Resolves for every status. */
  async #send({ method, path, headers, body }: OrgRequest): Promise<OrgResponse> {
    const api = new OrgApi(this.#jsforce, { transport: this.#settings.transport });
    api.on('request', () => (this.#requestsSent += 1));
    const isJson = typeof body === 'object';
    const root = path.startsWith('/services/') ? '' : `/services/data/v${this.apiVersion}`;
    try {
      const response = await api.request<RawResponse>({
        method,
        url: `${this.#session.instanceUrl}${root}${path}`,
        headers: {
          ...(body !== undefined && { 'content-type': isJson ? 'application/json' : 'text/csv' }),
          ...headers,
        },
        body: isJson ? JSON.stringify(body) : body,
      });
      this.#readHeaders(response.headers);
      return { status: response.statusCode, headers: response.headers, body: response.body };
    } catch (error) {
      // jsforce wraps a failed renewal in a plain error; ours says more.
      throw isSalesforceError(error) || this.#renewalError === undefined ? error : this.#renewalError;
    }
  }

  #readHeaders(headers: Readonly<Record<string, string>>): void {
    const usage = /api-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '');
    if (usage) {
      this.#apiUsage = { used: Number(usage[1]), limit: Number(usage[2]) };
      this.#apiUsageAtMs = this.#settings.timing.elapsedMs();
    }
    const server = Date.parse(headers.date ?? '');
    if (!Number.isNaN(server)) this.#clocks = { server, local: this.#settings.now() };
  }
}

/** Messages name the resource and not the query, which may contain personal data. */
const resourceName = ({ method, path }: OrgRequest): string => `${method} ${path.split('?')[0]}`;
