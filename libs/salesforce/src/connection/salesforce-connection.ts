import type { Instant } from '@leadlight/lead-features';
import type { ApiUsage } from '@leadlight/workflows';
import type { Session } from './sign-in.ts';

export interface OrgRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/services/data/vN`, or from the root where it begins with `/services/`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, text as it is. */
  readonly body?: object | string;
  /**
   * Whether the request may be sent twice, so that it is repeated after a cut connection, a timeout, 429 and 5xx.
   * By default GET, PUT and DELETE are repeatable, POST and PATCH are not.
   */
  readonly repeatable?: boolean;
}

export interface OrgResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A signed-in org. Its secrets are private: printing it shows none. */
export interface SalesforceConnection {
  /** 18 characters. */
  readonly orgId: string;
  readonly userId: string;
  readonly instanceUrl: string;
  readonly apiVersion: string;
  /**
   * Sends a request and returns a 2xx response.
   * @throws SalesforceError
   */
  request(request: OrgRequest): Promise<OrgResponse>;
  /** The body of the response as JSON. @throws SalesforceError */
  json(request: OrgRequest): Promise<unknown>;
  /** From the latest `Sforce-Limit-Info` header; undefined before the first. */
  apiUsage(): ApiUsage | undefined;
  /** How long ago this `apiUsage` arrived, in milliseconds. */
  apiUsageAgeMs(): number | undefined;
  /** Requests sent through this connection, including repetitions. */
  requestsSent(): number;
  /** The org's clock at its latest response (whole seconds); undefined before the first. */
  serverTime(): Instant | undefined;
  /** This machine's clock minus the org's, in milliseconds; undefined before the first response. */
  clockSkewMs(): number | undefined;
  /** The session in use, for the Pub/Sub API; `renew` signs in again first. */
  session(renew?: boolean): Promise<Session>;
}
