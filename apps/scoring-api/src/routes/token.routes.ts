import { SECOND_MS } from '@leadlight/common';
import type { AssertionDenial, IssuedToken, KeyScope, TokenDenial } from '@leadlight/workflows';
import type { Response, Router } from 'express';
import type { Logger } from 'pino';
import type { AuthenticationBackoff } from '../http/authentication-backoff.ts';
import { clientAddress } from '../http/client-address.ts';
import { readFormBody } from '../http/request-body.ts';
import { createRouter } from '../http/route-handlers.ts';
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
  invalid_client: 'The client id and secret do not belong to a valid key.',
  invalid_grant: 'The assertion is not a valid JWT, signed by a certificate that is registered for its iss and sub.',
  invalid_scope: 'The scope names something that the key may not do.',
  invalid_request: 'Send grant_type with client_id and client_secret, or with assertion, each once.',
  unsupported_grant_type: 'The grant_type must be client_credentials or urn:ietf:params:oauth:grant-type:jwt-bearer.',
};

/**
 * OAuth 2.0: a short-lived token for a key, or for a JWT that a certificate of the org signed.
 * @source RFC 6749, sections 4.4 and 5; RFC 7523, sections 2.1 and 3.1
 */
export function tokenRoutes(workflows: TokenWorkflows, backoff: AuthenticationBackoff, log: Logger): Router {
  return createRouter({
    '/oauth/token': {
      post: [
        async (req, res) => {
          const address = clientAddress(req);
          const request = parseTokenRequest(await readFormBody(req), req.headers.authorization);
          if (typeof request === 'string') return sendOAuthError(res, request);
          const issued = await backoff.inTurn(address, () => issueToken(workflows, request));
          if (typeof issued !== 'string') {
            backoff.succeed(address);
            return sendToken(res, issued);
          }
          if (issued === 'invalid_client') {
            backoff.fail(address);
            return sendOAuthError(res, issued);
          }
          if (issued === 'invalid_scope') return sendOAuthError(res, issued);
          // Only the operator learns which check failed: a caller could use it for attacks.
          log.info({ requestId: req.requestId, reason: issued }, 'assertion refused');
          backoff.fail(address);
          sendOAuthError(res, 'invalid_grant');
        },
      ],
    },
  });
}

const issueToken = (workflows: TokenWorkflows, request: TokenRequest) =>
  request.grant === 'jwt_bearer'
    ? workflows.issueTokenForAssertion(request.assertion, request.scopes)
    : workflows.issueAccessToken(request.clientId, request.clientSecret, request.scopes);

const sendToken = (res: Response, { accessToken, expiresInMs, scopes }: IssuedToken): void =>
  sendJson(res, {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: Math.floor(expiresInMs / SECOND_MS),
    scope: scopes.join(' '),
  });

function sendOAuthError(res: Response, error: OAuthError): void {
  if (error === 'invalid_client') res.setHeader('WWW-Authenticate', 'Basic realm="leadlight"');
  sendJson(res, { error, error_description: descriptions[error] }, error === 'invalid_client' ? 401 : 400);
}
