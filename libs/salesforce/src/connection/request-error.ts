import { SalesforceError, type SalesforceErrorCode } from '../errors.ts';
import { findText, isJsonObject } from './json.ts';

/** Salesforce's own code and words for a refusal. */
export interface ApiError {
  readonly errorCode: string;
  readonly message: string;
}

const codeByApiError: Readonly<Record<string, SalesforceErrorCode>> = {
  INVALID_SESSION_ID: 'session_refused',
  INVALID_AUTH_HEADER: 'session_refused',
  REQUEST_LIMIT_EXCEEDED: 'api_limit_exceeded',
  INVALID_FIELD: 'field_missing',
  INVALID_TYPE: 'object_missing',
  INSUFFICIENT_ACCESS: 'permission_missing',
  INSUFFICIENT_ACCESS_OR_READONLY: 'permission_missing',
  API_DISABLED_FOR_ORG: 'permission_missing',
  API_CURRENTLY_DISABLED: 'permission_missing',
  FUNCTIONALITY_NOT_ENABLED: 'permission_missing',
  MALFORMED_QUERY: 'query_refused',
};

/** The first refusal in a body of `[{message, errorCode}]`; whatever else came is quoted in short. */
export function parseApiError(body: string, status: number): ApiError {
  const fallback = { errorCode: `HTTP_${status}`, message: body.trim().slice(0, 200) };
  try {
    const parsed: unknown = JSON.parse(body);
    const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
    if (!isJsonObject(first)) return fallback;
    return {
      errorCode: findText(first, 'errorCode') ?? findText(first, 'error') ?? fallback.errorCode,
      message: findText(first, 'message') ?? findText(first, 'error_description') ?? fallback.message,
    };
  } catch {
    return fallback;
  }
}

/** A refused request as a typed error with the org's own words. */
export function requestError(what: string, status: number, body: string): SalesforceError {
  const { errorCode, message } = parseApiError(body, status);
  const field = /No such column '([^']+)'/.exec(message)?.[1];
  const object = /sObject type '([^']+)'/.exec(message)?.[1];
  return new SalesforceError(codeByApiError[errorCode] ?? codeForStatus(status), `${what}: ${errorCode}: ${message}`, {
    status,
    errorCode,
    message,
    ...(field && { field }),
    ...(object && { object }),
  });
}

function codeForStatus(status: number): SalesforceErrorCode {
  if (status >= 500 || status === 429 || status === 420) return 'org_unavailable';
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 401) return 'session_refused';
  if (status === 403) return 'permission_missing';
  return 'request_refused';
}
