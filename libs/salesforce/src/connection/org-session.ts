import { Connection } from 'jsforce/lib/connection.js';
import type { Instant } from '@leadlight/lead-features';
import type { ApiUsage } from '@leadlight/workflows';
import { isSalesforceError } from '../errors.ts';
import { OrgApi } from './org-api.ts';
import type { OrgResponse, OrgRequest } from './salesforce-connection.ts';
import type { Session } from './sign-in.ts';
import type { BoundedTransport } from './transport.ts';

/** Shows up as `changeOrigin` of everything we write, so that own changes can be told from others'. */
export const CLIENT_NAME = 'leadlight';

export interface OrgSessionSettings {
  readonly loginUrl: string;
  readonly apiVersion: string;
  readonly transport: BoundedTransport;
  readonly now: () => Instant;
  /** Signs in anew. */
  readonly newSession: () => Promise<Session>;
}

interface RawResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A session with an org that renews itself, and what the org's answers told by the way. */
export class OrgSession {
  readonly #settings: OrgSessionSettings;
  readonly #jsforce: Connection;
  #session: Session;
  #renewalFailure: unknown;
  #usage: ApiUsage | undefined;
  #clocks: { readonly server: Instant; readonly here: Instant } | undefined;
  #sent = 0;

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
            this.#renewalFailure = error;
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
    return this.#usage;
  }

  get clocks(): { readonly server: Instant; readonly here: Instant } | undefined {
    return this.#clocks;
  }

  /** Requests sent, repeats included. */
  get requestsSent(): number {
    return this.#sent;
  }

  async renew(): Promise<Session> {
    this.#session = await this.#settings.newSession();
    this.#jsforce.accessToken = this.#session.accessToken;
    this.#jsforce.instanceUrl = this.#session.instanceUrl;
    this.#renewalFailure = undefined;
    return this.#session;
  }

  /** One attempt, with at most one renewal of the session; answers with any status. */
  async send({ method, path, headers, body }: OrgRequest): Promise<OrgResponse> {
    const { transport, apiVersion } = this.#settings;
    const api = new OrgApi(this.#jsforce, { transport });
    api.on('request', () => (this.#sent += 1));
    const isJson = typeof body === 'object';
    const root = path.startsWith('/services/') ? '' : `/services/data/v${apiVersion}`;
    try {
      const answer = await api.request<RawResponse>({
        method,
        url: `${this.#session.instanceUrl}${root}${path}`,
        headers: {
          ...(body !== undefined && { 'content-type': isJson ? 'application/json' : 'text/csv' }),
          ...headers,
        },
        body: isJson ? JSON.stringify(body) : body,
      });
      this.#learn(answer.headers);
      return { status: answer.statusCode, headers: answer.headers, body: answer.body };
    } catch (error) {
      // jsforce wraps a failed renewal in a plain error; ours says more.
      throw isSalesforceError(error) || this.#renewalFailure === undefined ? error : this.#renewalFailure;
    }
  }

  #learn(headers: Readonly<Record<string, string>>): void {
    const usage = /api-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '');
    if (usage) this.#usage = { used: Number(usage[1]), limit: Number(usage[2]) };
    const server = Date.parse(headers.date ?? '');
    if (!Number.isNaN(server)) this.#clocks = { server, here: this.#settings.now() };
  }
}
