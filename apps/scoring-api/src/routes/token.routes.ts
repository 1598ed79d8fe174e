import type { AssertionDenial, IssuedToken, KeyScope, TokenDenial } from '@leadlight/workflows';
import { Router, type Response } from 'express';
import type { Logger } from 'pino';
import type { AuthenticationBackoff } from '../http/authentication-backoff.ts';
import { readFormBody } from '../http/form-body.ts';
import { clientAddress } from '../http/client-address.ts';
import { AuthenticatedClients } from '../http/authenticated-clients.ts';
import { routeName, allowOnly } from '../http/route-handlers.ts';
import { sendJson } from '../http/send-json.ts';
import { parseTokenRequest, type TokenRequest, type TokenRequestError } from './token-request.ts';

export interface TokenWorkflows {
  issueAccessToken(
    clientId: string,
    clientSecret: string,
    scopes: readonly KeyScope[] | undefined,
  ): Promise<IssuedToken | TokenDenial>;
  issueTokenForAssertion(
    assertion: string,
    scopes: readonly KeyScope[] | undefined,
  ): Promise<IssuedToken | AssertionDenial>;
}

type OAuthError = TokenRequestError | TokenDenial | 'invalid_grant';

const descriptions: Readonly<Record<OAuthError, string>> = {
  invalid_client: 'The client id and secret are not those of a key in use.',
  invalid_grant: 'The assertion is not a JWT in force, signed by a certificate that is registered for its iss and sub.',
  invalid_scope: 'The scope names something that the key may not do.',
  invalid_request: 'Send grant_type with client_id and client_secret, or with assertion, each once.',
  unsupported_grant_type:
    'The grant_type is client_credentials or urn:ietf:params:oauth:grant-type:jwt-bearer, and nothing else.',
};

/**
 * OAuth 2.0: a short-lived token for a key, or for a JWT that the org’s certificate signed.
 * @source RFC 6749, sections 4.4 and 5; RFC 7523, sections 2.1 and 3.1
 */
export function tokenRoutes(workflows: TokenWorkflows, backoff: AuthenticationBackoff, log: Logger): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const goodClients = new AuthenticatedClients();
  router
    .route('/oauth/token')
    .post(routeName('/oauth/token'), async (req, res) => {
      const address = clientAddress(req);
      const asked = parseTokenRequest(await readFormBody(req), req.headers.authorization);
      if (typeof asked === 'string' || !goodClients.has(asked)) backoff.check(address);
      if (typeof asked === 'string') return sendOAuthError(res, asked);
      const issued = await issueToken(workflows, asked);
      if (typeof issued !== 'string') {
        backoff.succeed(address);
        goodClients.add(asked);
        return sendToken(res, issued);
      }
      if (issued === 'invalid_client') {
        goodClients.delete(asked);
        backoff.fail(address);
        return sendOAuthError(res, issued);
      }
      if (issued === 'invalid_scope') return sendOAuthError(res, issued);
      // Which check failed is for the operator; a caller learns nothing to steer by.
      log.info({ requestId: req.requestId, reason: issued }, 'assertion refused');
      backoff.fail(address);
      sendOAuthError(res, 'invalid_grant');
    })
    .all(allowOnly('POST'));
  return router;
}

const issueToken = (workflows: TokenWorkflows, asked: TokenRequest) =>
  asked.grant === 'jwt_bearer'
    ? workflows.issueTokenForAssertion(asked.assertion, asked.scopes)
    : workflows.issueAccessToken(asked.clientId, asked.clientSecret, asked.scopes);

const sendToken = (res: Response, { accessToken, expiresInMs, scopes }: IssuedToken): void =>
  sendJson(res, {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: Math.floor(expiresInMs / 1_000),
    scope: scopes.join(' '),
  });

function sendOAuthError(res: Response, error: OAuthError): void {
  if (error === 'invalid_client') res.setHeader('WWW-Authenticate', 'Basic realm="leadlight"');
  sendJson(res, { error, error_description: descriptions[error] }, error === 'invalid_client' ? 401 : 400);
}
