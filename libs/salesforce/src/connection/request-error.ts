import { SalesforceError } from '../errors.ts';
import { findText, isJsonObject } from './json.ts';

/** The org's own error code and message. */
export interface ApiError {
  readonly errorCode: string;
  readonly message: string;
}

const codeByApiError = {
  INVALID_SESSION_ID: 'session_rejected',
  INVALID_AUTH_HEADER: 'session_rejected',
  REQUEST_LIMIT_EXCEEDED: 'api_limit_exceeded',
  INVALID_FIELD: 'field_missing',
  INVALID_TYPE: 'object_missing',
  INSUFFICIENT_ACCESS: 'permission_missing',
  INSUFFICIENT_ACCESS_OR_READONLY: 'permission_missing',
  API_DISABLED_FOR_ORG: 'permission_missing',
  API_CURRENTLY_DISABLED: 'permission_missing',
  FUNCTIONALITY_NOT_ENABLED: 'permission_missing',
  MALFORMED_QUERY: 'query_rejected',
} as const;

/** The first error in a body of `[{message, errorCode}]`, or in the `errors` of a result; any other body is quoted in short. */
export function parseApiError(body: string, status: number): ApiError {
  const fallback = { errorCode: `HTTP_${status}`, message: body.trim().slice(0, 200) };
  try {
    const parsed: unknown = JSON.parse(body);
    const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
    if (!isJsonObject(first)) return fallback;
    // An action names its errors as results of records do.
    const [nested] = Array.isArray(first.errors) ? (first.errors as readonly unknown[]) : [];
    if (isJsonObject(nested)) {
      return {
        errorCode: findText(nested, 'statusCode') ?? fallback.errorCode,
        message: findText(nested, 'message') ?? fallback.message,
      };
    }
    return {
      errorCode: findText(first, 'errorCode') ?? findText(first, 'error') ?? fallback.errorCode,
      message: findText(first, 'message') ?? findText(first, 'error_description') ?? fallback.message,
    };
  } catch {
    return fallback;
  }
}

/** A rejected request as a typed error with the org's own message. */
export function requestError(request: string, status: number, body: string): SalesforceError {
  const { errorCode, message } = parseApiError(body, status);
  const field = findMissingField(message);
  const object = /sObject type '([^']+)'/.exec(message)?.[1];
  const code = errorCode in codeByApiError ? codeByApiError[errorCode as keyof typeof codeByApiError] : undefined;
  return new SalesforceError(code ?? codeByText({ field, object }) ?? codeForStatus(status), {
    request,
    status,
    errorCode,
    message,
    ...(field !== undefined && { field }),
    ...(object !== undefined && { object }),
  });
}

/** Bulk jobs report a missing column or object with a code of their own, such as `API_ERROR`. */
function codeByText({ field, object }: { readonly field: string | undefined; readonly object: string | undefined }) {
  if (field !== undefined) return 'field_missing';
  return object === undefined ? undefined : 'object_missing';
}

/** The field that the org's message says is missing. */
export const findMissingField = (message: string): string | undefined => /No such column '([^']+)'/.exec(message)?.[1];

function codeForStatus(status: number) {
  if (status >= 500 || status === 429 || status === 420) return 'org_unavailable';
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 401) return 'session_rejected';
  if (status === 403) return 'permission_missing';
  return 'request_rejected';
}
