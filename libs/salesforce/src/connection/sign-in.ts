import { toId18 } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import { SalesforceError, isSalesforceError } from '../errors.ts';
import { backoffMs, MAX_SIGN_IN_ATTEMPTS } from './backoff.ts';
import type { Credentials } from './credentials.ts';
import { expectObject, expectText, parseJson } from './json.ts';
import { signAssertion } from './jwt.ts';
import { parseApiError } from './request-error.ts';
import { requireSecureUrl } from './secure-url.ts';
import type { Timing } from './timing.ts';
import type { BoundedTransport, RawResponse } from './transport.ts';

export interface Session {
  readonly accessToken: string;
  readonly instanceUrl: string;
  /** 18 characters. */
  readonly orgId: string;
  readonly userId: string;
}

export interface SignInOptions {
  readonly loginUrl: string;
  readonly credentials: Credentials;
  readonly transport: BoundedTransport;
  readonly timing: Timing;
  now(): Instant;
}

/**
 * Salesforce accepts an assertion that expires within the next three minutes. Half of that allows a clock to be as far
 * ahead as behind.
 */
const ASSERTION_LIFETIME_MS = 90_000;

/**
 * OAuth 2.0 client credentials, or JWT bearer where a private key is given. Repeated where the server is busy: signing
 * in twice does no harm.
 * @throws SalesforceError `credentials_rejected`, `private_key_unreadable`, `clock_skew`, `unreachable`,
 * `certificate_untrusted`, `request_timeout`, `org_unavailable`
 */
export async function signIn(options: SignInOptions): Promise<Session> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await requestToken(options);
    } catch (error) {
      const isTransient = isSalesforceError(error, 'unreachable', 'request_timeout', 'org_unavailable');
      if (attempt >= MAX_SIGN_IN_ATTEMPTS || !isTransient) throw error;
      await options.timing.sleep(backoffMs(attempt, options.timing));
    }
  }
}

async function requestToken(options: SignInOptions): Promise<Session> {
  const url = new URL('services/oauth2/token', `${options.loginUrl}/`);
  const context = `Signing in at ${url.host}`;
  const response = await options.transport.httpRequest({
    method: 'POST',
    url: url.href,
    body: new URLSearchParams(await grantParameters(options)).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
  });
  if (response.statusCode !== 200) throw signInError(options, context, response);
  const token = expectObject(parseJson(response.body, context), context);
  const identity = expectText(token, 'id', context).split('/');
  return {
    accessToken: expectText(token, 'access_token', context),
    instanceUrl: requireSecureUrl(expectText(token, 'instance_url', context), 'The instance URL'),
    orgId: toId18(identity.at(-2) ?? ''),
    userId: toId18(identity.at(-1) ?? ''),
  };
}

async function grantParameters({ credentials, loginUrl, now }: SignInOptions): Promise<Record<string, string>> {
  if ('clientSecret' in credentials) {
    const { clientId, clientSecret } = credentials;
    return { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  }
  const assertion = await signAssertion(credentials, credentials.audience ?? loginUrl, now() + ASSERTION_LIFETIME_MS);
  return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
}

function signInError(options: SignInOptions, request: string, { statusCode: status, headers, body }: RawResponse) {
  const { errorCode, message } = parseApiError(body, status);
  const facts = { request, status, errorCode, message: withoutSecrets(message, options.credentials) };
  if (status >= 500 || status === 429) return new SalesforceError('org_unavailable', facts);
  if (status >= 300 && status < 400) return new SalesforceError('redirected', facts);
  const skewMs = headers.date ? Math.abs(Date.parse(headers.date) - options.now()) : 0;
  if ('privateKey' in options.credentials && skewMs > ASSERTION_LIFETIME_MS)
    return new SalesforceError('clock_skew', { ...facts, skewMs });
  return new SalesforceError('credentials_rejected', facts);
}

/** A server may quote what it was sent; our messages may not. */
function withoutSecrets(message: string, credentials: Credentials): string {
  const secret = 'clientSecret' in credentials ? credentials.clientSecret : credentials.privateKey;
  return message.replaceAll(secret, '[secret]').slice(0, 200);
}
