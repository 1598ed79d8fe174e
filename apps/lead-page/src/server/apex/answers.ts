import { SalesforceError, type SalesforceConnection } from '@leadlight/salesforce';
import type { ConnectRequest, RestRequest } from '@leadlight/apex-runtime/server';
import type { Answer, Question } from './messages.ts';

export type ApexOrgConnection = Pick<SalesforceConnection, 'request'>;

/** The scoring service as the Named Credential and the External Credential of the package describe it. */
export interface ScoringService {
  /** Without a slash at its end. */
  readonly url: string;
  /** The API key of each principal. Apex can replace them. */
  readonly keys: Record<string, string>;
}

/** Apex Developer Guide, Callout Limits: the size of a response. */
const MAX_RESPONSE_BYTES = 6_000_000;

/** Sends what a thread asks for. Never rejects. */
export async function answer(question: Question, org: ApexOrgConnection, service: ScoringService): Promise<Answer> {
  if (question.kind === 'callout') return answerCallout(question, service);
  const reply = await answerFromOrg(question.request, org);
  if (question.kind === 'connect' && 'org' in reply && reply.org.status < 300) enterKey(question.request, service);
  return reply;
}

interface CredentialInput {
  readonly externalCredential?: string;
  readonly principalName?: string;
  readonly credentials?: Readonly<Record<string, { readonly value?: unknown } | undefined>>;
}

/** From the moment a key is entered, the platform sends it with every callout. The org never returns it, so it is kept here. */
function enterKey({ body }: ConnectRequest, { keys }: ScoringService): void {
  const { externalCredential, principalName = '', credentials } = (body ?? {}) as CredentialInput;
  const key = credentials?.ApiKey?.value;
  if (externalCredential === 'Leadlight_API' && Object.hasOwn(keys, principalName) && typeof key === 'string') {
    keys[principalName] = key;
  }
}

async function answerFromOrg(request: RestRequest, org: ApexOrgConnection): Promise<Answer> {
  const { method, path, body } = request;
  try {
    const response = await org.request({ method, path, ...(body === undefined ? {} : { body: body as object }) });
    return { org: { status: response.status, body: response.body === '' ? null : JSON.parse(response.body) } };
  } catch (error) {
    const rejection = rejectionOf(error);
    if (rejection) return { org: { status: rejection.status, body: [rejection.error] } };
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

/** An answer of the org, not a failure to get one. */
function rejectionOf(error: unknown) {
  const facts = error instanceof SalesforceError ? (error.facts as Record<string, unknown>) : {};
  const { status, errorCode, message } = facts;
  if (typeof status !== 'number' || status >= 500 || status === 401) return undefined;
  return { status, error: { errorCode, message } };
}

async function answerCallout(
  { principal, path, request }: Question & { kind: 'callout' },
  { url, keys }: ScoringService,
): Promise<Answer> {
  const { method, headers, body, timeoutMs } = request;
  try {
    const response = await fetch(url + path, {
      method,
      headers: { ...headers, authorization: `Bearer ${keys[principal] ?? ''}` },
      ...(body === '' ? {} : { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_RESPONSE_BYTES)
      return { calloutFailure: `Exceeded max size limit of ${MAX_RESPONSE_BYTES} with response size ${bytes}` };
    const { status, statusText } = response;
    return { callout: { status, statusText, headers: Object.fromEntries(response.headers), body: text } };
  } catch (error) {
    return { calloutFailure: messageOf(error) };
  }
}

/** The message of the platform (known); only that of a time-out has a meaning for the package. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'Read timed out';
  return error.cause instanceof Error ? error.cause.message : error.message;
}
