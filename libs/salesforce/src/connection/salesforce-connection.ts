import type { Instant } from '@leadlight/lead-features';
import type { ApiUsage } from '@leadlight/workflows';
import type { Session } from './sign-in.ts';

export interface OrgRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/services/data/vN`, or from the root where it begins with `/services/`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON, text as it is. */
  readonly body?: object | string;
  /**
   * Whether sending it twice does no harm, so that it is repeated after a cut, a time-out, 429 and 5xx.
   * By default GET, PUT and DELETE are, POST and PATCH are not.
   */
  readonly repeatable?: boolean;
}

export interface OrgResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A signed-in org. Holds its secrets in a closure: printing it shows none. */
export interface SalesforceConnection {
  /** 18 characters. */
  readonly orgId: string;
  readonly userId: string;
  readonly instanceUrl: string;
  readonly apiVersion: string;
  /**
   * Sends a request and returns a 2xx answer.
   * @throws SalesforceError
   */
  request(request: OrgRequest): Promise<OrgResponse>;
  /** The request's answer as JSON. @throws SalesforceError */
  json(request: OrgRequest): Promise<unknown>;
  /** As `Sforce-Limit-Info` last told. */
  apiUsage(): ApiUsage | undefined;
  /** Requests sent through this connection, repeats included. */
  requestsSent(): number;
  /** The org's clock as of its last answer (whole seconds), or undefined before one. */
  serverTime(): Instant | undefined;
  /** This machine's clock minus the org's, in milliseconds; undefined before the first answer. */
  clockSkewMs(): number | undefined;
  /** The session in use, for Pub/Sub; `renew` signs in again first. */
  session(renew?: boolean): Promise<Session>;
}
