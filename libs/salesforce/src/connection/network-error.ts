import { SalesforceError } from '../errors.ts';

const CERTIFICATE_ERROR =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET)|HOSTNAME_MISMATCH)/;

/** What `fetch` threw as a typed error, without the request, which contains a session or a secret. */
export function toNetworkError(host: string, timeoutMs: number, error: unknown): SalesforceError {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new SalesforceError('request_timeout', { host, timeoutMs });
  }
  const reason = reasonOf(error);
  return new SalesforceError(CERTIFICATE_ERROR.test(reason) ? 'certificate_untrusted' : 'unreachable', {
    host,
    reason,
  });
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0]);
  if (cause instanceof Error) return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  return String(cause);
}
