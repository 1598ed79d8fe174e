import type { KeyObject } from 'node:crypto';
import express from 'express';
import type { NextFunction, Request, Response, Router } from 'express';
import type { Org } from '../org/org.ts';
import { findRecord } from '../org/record-store.ts';
import { checkAssertion } from './jwt-bearer.ts';
import type { Sessions } from './sessions.ts';
import { OAuthError, sameSecret } from './sessions.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

type Form = Readonly<Record<string, unknown>>;

const formText = (form: Form, name: string): string => (typeof form[name] === 'string' ? form[name] : '');

/** Client id and secret from the form or from a Basic header. */
function clientOf(req: Request, form: Form): { id: string; secret: string } {
  const [, basic] = /^Basic\s+(\S+)$/i.exec(req.headers.authorization ?? '') ?? [];
  if (basic === undefined) return { id: formText(form, 'client_id'), secret: formText(form, 'client_secret') };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) };
}

/** The org's own address as the caller knows it. */
export const instanceUrl = (req: Request): string => `${req.protocol}://${req.headers.host ?? '127.0.0.1'}`;

/** @param jwtKey the key of the certificate that the app holds; undefined = the app has none */
export function oauthRoutes(org: Org, sessions: Sessions, jwtKey: KeyObject | undefined): Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: false, limit: '64kb' }));

  router.get('/token', () => {
    throw new OAuthError('invalid_request', 'must use HTTP POST');
  });

  router.post('/token', (req, res) => {
    const form: Form = req.body ?? {};
    const grant = formText(form, 'grant_type');
    if (grant === 'client_credentials') checkClient(org, clientOf(req, form));
    else if (grant === JWT_BEARER) {
      if (!jwtKey) throw new OAuthError('invalid_grant', 'the app has no certificate');
      checkAssertion(org, jwtKey, formText(form, 'assertion'), instanceUrl(req));
    } else throw new OAuthError('unsupported_grant_type', 'grant type not supported');
    res.set('Cache-Control', 'no-store').json(tokenAnswer(org, sessions.open(), instanceUrl(req)));
  });

  router.post('/revoke', (req, res) => {
    sessions.end(formText(req.body ?? {}, 'token'));
    res.status(200).end();
  });

  router.all('/userinfo', (req, res) => {
    try {
      sessions.check(req.headers.authorization);
    } catch {
      res.status(403).type('text').send('Bad_OAuth_Token');
      return;
    }
    res.json(userInfo(org, instanceUrl(req)));
  });

  router.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (!(error instanceof OAuthError)) next(error);
    else res.status(400).json({ error: error.error, error_description: error.message });
  });
  return router;
}

function checkClient({ clientId, clientSecret }: Org, { id, secret }: { id: string; secret: string }): void {
  if (!sameSecret(id, clientId)) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (!sameSecret(secret, clientSecret)) throw new OAuthError('invalid_client', 'invalid client credentials');
}

const tokenAnswer = ({ orgId, userId }: Org, token: string, url: string) => ({
  access_token: token,
  signature: 'c2FuZGJveA==',
  scope: 'api',
  instance_url: url,
  id: `${url}/id/${orgId}/${userId}`,
  token_type: 'Bearer',
  issued_at: String(Date.now()),
});

export function userInfo({ db, schema, orgId, userId }: Org, url: string) {
  const users = schema.findObject('User');
  const user = users && findRecord(db, users, userId);
  return {
    sub: `${url}/id/${orgId}/${userId}`,
    user_id: userId,
    organization_id: orgId,
    preferred_username: user?.Username ?? null,
    name: user?.Name ?? null,
    email: user?.Email ?? null,
    user_type: 'STANDARD',
    locale: 'en_US',
    zoneinfo: 'GMT',
    active: true,
    urls: { rest: `${url}/services/data/v{version}/`, query: `${url}/services/data/v{version}/query/` },
  };
}
