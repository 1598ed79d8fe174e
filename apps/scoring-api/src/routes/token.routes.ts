import type { IssuedToken, KeyScope, TokenRefusal } from '@leadlight/workflows';
import { ALL_SCOPES } from '@leadlight/workflows';
import { Router, type Request, type Response } from 'express';
import type { Backoff } from '../http/backoff.ts';
import { readFormBody } from '../http/form-body.ts';
import { named, onlyMethods } from '../http/methods.ts';
import { sendJson } from '../http/send-json.ts';

export interface TokenWorkflows {
  issueAccessToken(
    clientId: string,
    clientSecret: string,
    scopes: readonly KeyScope[] | undefined,
  ): Promise<IssuedToken | TokenRefusal>;
}

type OAuthError = TokenRefusal | 'invalid_request' | 'unsupported_grant_type';

const descriptions: Readonly<Record<OAuthError, string>> = {
  invalid_client: 'The client id and secret are not those of a key in use.',
  invalid_scope: 'The scope names something that the key may not do.',
  invalid_request: 'Send grant_type=client_credentials with client_id and client_secret, each once.',
  unsupported_grant_type: 'The only grant_type is client_credentials.',
};

/**
 * OAuth 2.0 client credentials.
 * @source RFC 6749, sections 2.3.1, 4.4 and 5
 */
export function tokenRoutes({ issueAccessToken }: TokenWorkflows, backoff: Backoff): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router
    .route('/oauth/token')
    .post(named('/oauth/token'), async (req, res) => {
      backoff.check(req.ip ?? '');
      const asked = readTokenRequest(req, await readFormBody(req));
      if (typeof asked === 'string') return refuse(res, asked);
      const issued = await issueAccessToken(asked.clientId, asked.clientSecret, asked.scopes);
      if (issued === 'invalid_client') backoff.fail(req.ip ?? '');
      if (typeof issued === 'string') return refuse(res, issued);
      backoff.succeed(req.ip ?? '');
      sendJson(res, {
        access_token: issued.accessToken,
        token_type: 'Bearer',
        expires_in: Math.floor(issued.expiresInMs / 1_000),
        scope: issued.scopes.join(' '),
      });
    })
    .all(onlyMethods('POST'));
  return router;
}

interface TokenRequest {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly KeyScope[] | undefined;
}

function readTokenRequest(req: Request, form: URLSearchParams): TokenRequest | OAuthError {
  // A parameter must not come twice.
  if (new Set(form.keys()).size !== [...form.keys()].length) return 'invalid_request';
  const grantType = form.get('grant_type');
  if (grantType === null) return 'invalid_request';
  if (grantType !== 'client_credentials') return 'unsupported_grant_type';
  const [clientId, clientSecret] = basicCredentials(req) ?? [form.get('client_id'), form.get('client_secret')];
  if (!clientId || !clientSecret) return 'invalid_request';
  const scopes = form.get('scope')?.split(' ').filter(Boolean);
  if (scopes && !scopes.every(isScope)) return 'invalid_scope';
  return { clientId, clientSecret, scopes: scopes?.length ? (scopes as KeyScope[]) : undefined };
}

const isScope = (text: string): boolean => (ALL_SCOPES as readonly string[]).includes(text);

/** Both parts are form-encoded within Basic (RFC 6749, 2.3.1). */
function basicCredentials({ headers }: Request): readonly [string, string] | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]{1,1000}) *$/i.exec(headers.authorization ?? '')?.[1];
  const [id, ...secret] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':');
  if (id === undefined || secret.length === 0) return undefined;
  const decode = (text: string) => new URLSearchParams(`x=${text.replaceAll('&', '%26')}`).get('x') ?? '';
  return [decode(id), decode(secret.join(':'))];
}

function refuse(res: Response, error: OAuthError): void {
  if (error === 'invalid_client') res.setHeader('WWW-Authenticate', 'Basic realm="leadlight"');
  sendJson(res, { error, error_description: descriptions[error] }, error === 'invalid_client' ? 401 : 400);
}
