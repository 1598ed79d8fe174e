import type { KeyScope } from '@leadlight/workflows';
import type { RequestHandler } from 'express';
import type { AuthenticationBackoff } from './authentication-backoff.ts';
import { clientAddress } from './client-address.ts';
import { markSignedIn } from './connection-limit.ts';
import type { CredentialVerifier } from './credential-verifier.ts';
import { HttpProblem } from './http-problem.ts';

/** A key, a token, or a JWT of the org. */
const BEARER = /^Bearer +([\x21-\x7e]{1,4096}) *$/i;

/** Passes requests with a valid credential and sets their caller. */
export const authenticate =
  (credentials: CredentialVerifier, backoff: AuthenticationBackoff): RequestHandler =>
  async (req, _res, next) => {
    const credential = BEARER.exec(req.headers.authorization ?? '')?.[1];
    if (credential === undefined) throw unauthenticatedProblem(false);
    const address = clientAddress(req);
    const caller = await backoff.inTurn(address, () => credentials.findCaller(credential));
    if (!caller) {
      backoff.fail(address);
      throw unauthenticatedProblem(true);
    }
    backoff.succeed(address);
    req.caller = caller;
    markSignedIn(req.socket);
    next();
  };

/** RFC 6750: `error` only for a request with a credential. Unknown, expired and revoked credentials get the same response. */
const unauthenticatedProblem = (hasCredential: boolean) =>
  new HttpProblem('unauthenticated', {
    detail: hasCredential ? 'The key or token is not valid.' : 'The request has no bearer key or token.',
    headers: { 'WWW-Authenticate': `Bearer realm="leadlight"${hasCredential ? ', error="invalid_token"' : ''}` },
  });

/** Rejects callers whose key does not have the scope. */
export const requireScope =
  (scope: KeyScope): RequestHandler =>
  (req, _res, next) => {
    if (!req.caller.scopes.includes(scope)) {
      throw new HttpProblem('forbidden', {
        detail: `This needs the scope "${scope}".`,
        headers: { 'WWW-Authenticate': `Bearer realm="leadlight", error="insufficient_scope", scope="${scope}"` },
      });
    }
    next();
  };
