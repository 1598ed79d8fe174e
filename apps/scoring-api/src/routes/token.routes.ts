import type { AssertionRefusal, IssuedToken, KeyScope, TokenRefusal } from '@leadlight/workflows';
import { Router, type Response } from 'express';
import type { Logger } from 'pino';
import type { Backoff } from '../http/backoff.ts';
import { readFormBody } from '../http/form-body.ts';
import { clientAddress } from '../http/client-address.ts';
import { GoodClients } from '../http/good-clients.ts';
import { named, onlyMethods } from '../http/methods.ts';
import { sendJson } from '../http/send-json.ts';
import { readTokenRequest, type TokenRequest, type TokenRequestError } from './token-request.ts';

export interface TokenWorkflows {
  issueAccessToken(
    clientId: string,
    clientSecret: string,
    scopes: readonly KeyScope[] | undefined,
  ): Promise<IssuedToken | TokenRefusal>;
  issueTokenForAssertion(
    assertion: string,
    scopes: readonly KeyScope[] | undefined,
  ): Promise<IssuedToken | AssertionRefusal>;
}

type OAuthError = TokenRequestError | TokenRefusal | 'invalid_grant';

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
export function tokenRoutes(workflows: TokenWorkflows, backoff: Backoff, log: Logger): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const goodClients = new GoodClients();
  router
    .route('/oauth/token')
    .post(named('/oauth/token'), async (req, res) => {
      const address = clientAddress(req);
      const asked = readTokenRequest(await readFormBody(req), req.headers.authorization);
      if (typeof asked === 'string' || !goodClients.has(asked)) backoff.check(address);
      if (typeof asked === 'string') return refuse(res, asked);
      const issued = await issue(workflows, asked);
      if (typeof issued !== 'string') {
        backoff.succeed(address);
        goodClients.remember(asked);
        return sendToken(res, issued);
      }
      if (issued === 'invalid_client') {
        goodClients.forget(asked);
        backoff.fail(address);
        return refuse(res, issued);
      }
      if (issued === 'invalid_scope') return refuse(res, issued);
      // Which check failed is for the operator; a caller learns nothing to steer by.
      log.info({ requestId: req.requestId, reason: issued }, 'assertion refused');
      backoff.fail(address);
      refuse(res, 'invalid_grant');
    })
    .all(onlyMethods('POST'));
  return router;
}

const issue = (workflows: TokenWorkflows, asked: TokenRequest) =>
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

function refuse(res: Response, error: OAuthError): void {
  if (error === 'invalid_client') res.setHeader('WWW-Authenticate', 'Basic realm="leadlight"');
  sendJson(res, { error, error_description: descriptions[error] }, error === 'invalid_client' ? 401 : 400);
}
