import { SalesforceError } from '../errors.ts';

const CERTIFICATE_ERROR =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET)|HOSTNAME_MISMATCH)/;

/** What `fetch` threw, as a typed error. The request itself stays out of it: it holds a session or a secret. */
export function toNetworkError(host: string, timeoutMs: number, error: unknown): SalesforceError {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new SalesforceError('timeout', `${host} did not answer within ${timeoutMs / 1000} s.`, { host, timeoutMs });
  }
  const reason = reasonOf(error);
  if (CERTIFICATE_ERROR.test(reason)) {
    return new SalesforceError('certificate', `The certificate of ${host} is not trusted (${reason}).`, {
      host,
      reason,
    });
  }
  return new SalesforceError('unreachable', `${host} cannot be reached (${reason}).`, { host, reason });
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0]);
  if (cause instanceof Error) return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  return String(cause);
}
