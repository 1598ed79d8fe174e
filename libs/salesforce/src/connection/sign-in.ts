import type { Instant } from '@leadlight/lead-features';
import { SalesforceError, isSalesforceError } from '../errors.ts';
import { expectObject, parseJson, expectText } from './json.ts';
import type { Credentials } from './credentials.ts';
import { signAssertion } from './jwt.ts';
import { backoffMs, type Timing } from './timing.ts';
import { toId18 } from './record-id.ts';
import { parseApiError } from './request-error.ts';
import type { BoundedTransport } from './transport.ts';
import { requireSecureUrl } from './secure-url.ts';

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

const MAX_ATTEMPTS = 3;
/**
 * Salesforce accepts an assertion that expires within the next three minutes: half of them, so that a clock may be as far
 * ahead as behind.
 */
const ASSERTION_LIFETIME_MS = 90_000;

/**
 * OAuth 2.0 client credentials, or JWT bearer where a key is given. Repeated where the server was busy: signing in twice
 * does no harm.
 * @throws SalesforceError `credentials_refused`, `clock_skew`, `unreachable`, `certificate`, `timeout`, `org_unavailable`
 */
export async function signIn(how: SignInOptions): Promise<Session> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await requestToken(how);
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !isSalesforceError(error, 'unreachable', 'timeout', 'org_unavailable'))
        throw error;
      await how.timing.sleep(backoffMs(attempt, how.timing));
    }
  }
}

async function requestToken(how: SignInOptions): Promise<Session> {
  const url = new URL('services/oauth2/token', `${how.loginUrl}/`);
  const answer = await how.transport.httpRequest({
    method: 'POST',
    url: url.href,
    body: new URLSearchParams(grantParameters(how)).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
  });
  if (answer.statusCode !== 200) throw signInError(how, url.host, answer);
  const token = expectObject(parseJson(answer.body, `Signing in at ${url.host}`), `Signing in at ${url.host}`);
  const identity = expectText(token, 'id', 'The token answer').split('/');
  return {
    accessToken: expectText(token, 'access_token', 'The token answer'),
    instanceUrl: requireSecureUrl(expectText(token, 'instance_url', 'The token answer'), 'The instance URL'),
    orgId: toId18(identity.at(-2) ?? ''),
    userId: toId18(identity.at(-1) ?? ''),
  };
}

function grantParameters({ credentials, loginUrl, now }: SignInOptions): Record<string, string> {
  if ('clientSecret' in credentials) {
    const { clientId, clientSecret } = credentials;
    return { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  }
  const assertion = signAssertion(credentials, credentials.audience ?? loginUrl, now() + ASSERTION_LIFETIME_MS);
  return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
}

interface TokenResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function signInError(how: SignInOptions, host: string, { statusCode, headers, body }: TokenResponse): SalesforceError {
  const { errorCode, message } = parseApiError(body, statusCode);
  const said = `${host} refused to sign in (${errorCode}: ${withoutSecrets(message, how.credentials)}).`;
  const facts = { host, status: statusCode, errorCode };
  if (statusCode >= 500 || statusCode === 429) return new SalesforceError('org_unavailable', said, facts);
  if (statusCode >= 300 && statusCode < 400) return new SalesforceError('redirected', said, facts);
  const skewMs = headers.date ? Math.abs(Date.parse(headers.date) - how.now()) : 0;
  if ('privateKey' in how.credentials && skewMs > ASSERTION_LIFETIME_MS) {
    return new SalesforceError('clock_skew', `${said} The clocks differ by ${Math.round(skewMs / 1000)} s.`, {
      ...facts,
      skewMs,
    });
  }
  return new SalesforceError('credentials_refused', said, facts);
}

/** A server may quote what it was sent; our messages may not. */
function withoutSecrets(message: string, credentials: Credentials): string {
  const secret = 'clientSecret' in credentials ? credentials.clientSecret : credentials.privateKey;
  return message.replaceAll(secret, '[secret]').slice(0, 200);
}
