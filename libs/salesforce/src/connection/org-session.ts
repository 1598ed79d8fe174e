import { Connection } from 'jsforce/lib/connection.js';
import type { Instant } from '@leadlight/lead-features';
import type { ApiUsage } from '@leadlight/workflows';
import { isSalesforceError } from '../errors.ts';
import { OrgApi } from './org-api.ts';
import type { OrgRequest, OrgResponse } from './salesforce-connection.ts';
import type { Session } from './sign-in.ts';
import type { BoundedTransport, RawResponse } from './transport.ts';

/** Appears as `changeOrigin` of everything that we write, so that our own changes can be recognised. */
const CLIENT_NAME = 'leadlight';

export interface OrgSessionSettings {
  readonly loginUrl: string;
  readonly apiVersion: string;
  readonly transport: BoundedTransport;
  readonly now: () => Instant;
  /** Signs in again. */
  readonly newSession: () => Promise<Session>;
}

/** A session that renews itself, and what the headers of the org's responses say. */
export class OrgSession {
  readonly #settings: OrgSessionSettings;
  readonly #jsforce: Connection;
  #session: Session;
  #renewalError: unknown;
  #apiUsage: ApiUsage | undefined;
  #clocks: { readonly server: Instant; readonly local: Instant } | undefined;
  #requestsSent = 0;

  constructor(session: Session, settings: OrgSessionSettings) {
    this.#settings = settings;
    this.#session = session;
    this.#jsforce = new Connection({
      loginUrl: settings.loginUrl,
      instanceUrl: session.instanceUrl,
      accessToken: session.accessToken,
      version: settings.apiVersion,
      callOptions: { client: CLIENT_NAME },
      refreshFn: (_, done) => {
        this.renew().then(
          ({ accessToken }) => done(undefined, accessToken),
          (error: unknown) => {
            this.#renewalError = error;
            done(error instanceof Error ? error : new Error(String(error)));
          },
        );
      },
    });
  }

  get session(): Session {
    return this.#session;
  }

  get apiUsage(): ApiUsage | undefined {
    return this.#apiUsage;
  }

  get clocks(): { readonly server: Instant; readonly local: Instant } | undefined {
    return this.#clocks;
  }

  /** Including repetitions. */
  get requestsSent(): number {
    return this.#requestsSent;
  }

  async renew(): Promise<Session> {
    this.#session = await this.#settings.newSession();
    this.#jsforce.accessToken = this.#session.accessToken;
    this.#jsforce.instanceUrl = this.#session.instanceUrl;
    this.#renewalError = undefined;
    return this.#session;
  }

  /** One attempt, with at most one renewal of the session. Resolves for every status. */
  async send({ method, path, headers, body }: OrgRequest): Promise<OrgResponse> {
    const { transport, apiVersion } = this.#settings;
    const api = new OrgApi(this.#jsforce, { transport });
    api.on('request', () => (this.#requestsSent += 1));
    const isJson = typeof body === 'object';
    const root = path.startsWith('/services/') ? '' : `/services/data/v${apiVersion}`;
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
    if (usage) this.#apiUsage = { used: Number(usage[1]), limit: Number(usage[2]) };
    const server = Date.parse(headers.date ?? '');
    if (!Number.isNaN(server)) this.#clocks = { server, local: this.#settings.now() };
  }
}
