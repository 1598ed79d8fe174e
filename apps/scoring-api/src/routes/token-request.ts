import { KEY_SCOPES, type KeyScope } from '@leadlight/workflows';

/** A valid request to the token endpoint. */
export type TokenRequest =
  | {
      readonly grant: 'client_credentials';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly scopes: readonly KeyScope[] | undefined;
    }
  | { readonly grant: 'jwt_bearer'; readonly assertion: string; readonly scopes: readonly KeyScope[] | undefined };

export type TokenRequestError = 'invalid_request' | 'invalid_scope' | 'unsupported_grant_type';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * @param authorization the header, which may contain the client's id and secret instead of the form
 * @source RFC 6749, sections 2.3.1 and 4.4; RFC 7523, section 2.1
 */
export function parseTokenRequest(
  form: URLSearchParams,
  authorization: string | undefined,
): TokenRequest | TokenRequestError {
  // No parameter may be repeated.
  if (new Set(form.keys()).size !== [...form.keys()].length) return 'invalid_request';
  const scopes = form.get('scope')?.split(' ').filter(Boolean);
  if (scopes && !scopes.every(isScope)) return 'invalid_scope';
  const requestedScopes = scopes?.length ? (scopes as KeyScope[]) : undefined;
  switch (form.get('grant_type')) {
    case null:
      return 'invalid_request';
    case 'client_credentials': {
      const [clientId, clientSecret] = basicCredentials(authorization) ?? [
        form.get('client_id'),
        form.get('client_secret'),
      ];
      return clientId && clientSecret
        ? { grant: 'client_credentials', clientId, clientSecret, scopes: requestedScopes }
        : 'invalid_request';
    }
    case JWT_BEARER: {
      const assertion = form.get('assertion');
      return assertion ? { grant: 'jwt_bearer', assertion, scopes: requestedScopes } : 'invalid_request';
    }
    default:
      return 'unsupported_grant_type';
  }
}

const isScope = (text: string): boolean => (KEY_SCOPES as readonly string[]).includes(text);

/** Id and secret, each form-encoded (RFC 6749, section 2.3.1). */
function basicCredentials(authorization = ''): readonly [string, string] | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]{1,1000}) *$/i.exec(authorization)?.[1];
  const [id, ...secret] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':');
  if (id === undefined || secret.length === 0) return undefined;
  const decode = (text: string) => new URLSearchParams(`x=${text.replaceAll('&', '%26')}`).get('x') ?? '';
  return [decode(id), decode(secret.join(':'))];
}
