import type { Instant } from '@leadlight/lead-features';
import { SalesforceError, isSalesforceError } from '../errors.ts';
import { objectOf, parseJson, textOf } from './answer.ts';
import type { Credentials } from './credentials.ts';
import { signedAssertion } from './jwt.ts';
import { backoffMs, type Pacing } from './pacing.ts';
import { to18 } from './record-id.ts';
import { refusalIn } from './refusal.ts';
import type { BoundedTransport } from './transport.ts';
import { checkedUrl } from './url.ts';

export interface Session {
  readonly accessToken: string;
  readonly instanceUrl: string;
  /** 18 characters. */
  readonly orgId: string;
  readonly userId: string;
}

export interface SignIn {
  readonly loginUrl: string;
  readonly credentials: Credentials;
  readonly transport: BoundedTransport;
  readonly pacing: Pacing;
  now(): Instant;
}

const ATTEMPTS = 3;
/**
 * Salesforce accepts an assertion that expires within the next three minutes: half of them, so that a clock may be as far
 * ahead as behind.
 */
const ASSERTION_MS = 90_000;

/**
 * OAuth 2.0 client credentials, or JWT bearer where a key is given. Repeated where the server was busy: signing in twice
 * does no harm.
 * @throws SalesforceError `credentials_refused`, `clock_skew`, `unreachable`, `certificate`, `timeout`, `org_unavailable`
 */
export async function signIn(how: SignIn): Promise<Session> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await requestToken(how);
    } catch (error) {
      if (attempt >= ATTEMPTS || !isSalesforceError(error, 'unreachable', 'timeout', 'org_unavailable')) throw error;
      await how.pacing.pause(backoffMs(attempt, how.pacing));
    }
  }
}

async function requestToken(how: SignIn): Promise<Session> {
  const url = new URL('services/oauth2/token', `${how.loginUrl}/`);
  const answer = await how.transport.httpRequest({
    method: 'POST',
    url: url.href,
    body: new URLSearchParams(grantOf(how)).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
  });
  if (answer.statusCode !== 200) throw refused(how, url.host, answer);
  const token = objectOf(parseJson(answer.body, `Signing in at ${url.host}`), `Signing in at ${url.host}`);
  const identity = textOf(token, 'id', 'The token answer').split('/');
  return {
    accessToken: textOf(token, 'access_token', 'The token answer'),
    instanceUrl: checkedUrl(textOf(token, 'instance_url', 'The token answer'), 'The instance URL'),
    orgId: to18(identity.at(-2) ?? ''),
    userId: to18(identity.at(-1) ?? ''),
  };
}

function grantOf({ credentials, loginUrl, now }: SignIn): Record<string, string> {
  if ('clientSecret' in credentials) {
    const { clientId, clientSecret } = credentials;
    return { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  }
  const assertion = signedAssertion(credentials, credentials.audience ?? loginUrl, now() + ASSERTION_MS);
  return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
}

interface TokenAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function refused(how: SignIn, host: string, { statusCode, headers, body }: TokenAnswer): SalesforceError {
  const { errorCode, message } = refusalIn(body, statusCode);
  const said = `${host} refused to sign in (${errorCode}: ${withoutSecrets(message, how.credentials)}).`;
  const facts = { host, status: statusCode, errorCode };
  if (statusCode >= 500 || statusCode === 429) return new SalesforceError('org_unavailable', said, facts);
  if (statusCode >= 300 && statusCode < 400) return new SalesforceError('redirected', said, facts);
  const skewMs = headers.date ? Math.abs(Date.parse(headers.date) - how.now()) : 0;
  if ('privateKey' in how.credentials && skewMs > ASSERTION_MS) {
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
