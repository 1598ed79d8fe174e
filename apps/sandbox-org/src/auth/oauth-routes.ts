import { createHmac, type KeyObject } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response, type Router } from 'express';
import type { Org } from '../org/org.ts';
import { findRecord } from '../org/records/record-store.ts';
import { findClientApp, requireApprovedUser, type ClientApp } from './client-apps.ts';
import { checkAssertion } from './jwt-bearer.ts';
import { OAuthError, secretsEqual, type Sessions } from './sessions.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

type TokenForm = Readonly<Record<string, unknown>>;

const formText = (form: TokenForm, name: string): string => (typeof form[name] === 'string' ? form[name] : '');

function parseClient(req: Request, form: TokenForm): { id: string; secret: string } {
  const [, basic] = /^Basic\s+(\S+)$/i.exec(req.headers.authorization ?? '') ?? [];
  if (basic === undefined) return { id: formText(form, 'client_id'), secret: formText(form, 'client_secret') };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id: decodeFormText(id), secret: decodeFormText(secret) };
}

/** RFC 6749 requires form encoding inside the header; other text is taken as it is. */
function decodeFormText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const INSTANCE_PATH = 'instance path';

/** Where the app's org is served, on a host that serves several. */
export const setInstancePath = (app: Express, path: string): void => void app.set(INSTANCE_PATH, path);

export const instanceUrl = (req: Request): string =>
  `${req.protocol}://${req.headers.host ?? '127.0.0.1'}${String(req.app.get(INSTANCE_PATH) ?? '')}`;

/** @param jwtKey the public key of the connected app; undefined = none */
export function oauthRoutes(org: Org, sessions: Sessions, jwtKey: KeyObject | undefined): Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: false, limit: '64kb' }));

  router.get('/token', () => {
    throw new OAuthError('invalid_request', 'must use HTTP POST');
  });

  router.post('/token', (req, res) => {
    const form: TokenForm = req.body ?? {};
    const userId = checkGrant(org, jwtKey, req, form);
    res.set('Cache-Control', 'no-store').json(toTokenResponse(org, userId, sessions.open(), instanceUrl(req)));
  });

  router.all('/revoke', (req, res) => {
    const token = formText({ ...req.query, ...((req.body ?? {}) as TokenForm) }, 'token');
    if (!sessions.end(token)) throw new OAuthError('invalid_token', `invalid token: ${token}`);
    res.status(200).end();
  });

  router.post('/introspect', (req, res) => {
    const form: TokenForm = req.body ?? {};
    checkClient(org, parseClient(req, form));
    res.json(toIntrospection(org, sessions.findExpiry(formText(form, 'token'))));
  });

  router.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (!(error instanceof OAuthError)) next(error);
    else res.status(400).json({ error: error.error, error_description: error.message });
  });
  return router;
}

/** Flows that need a code, a refresh token or a password, which this org does not have. */
const GRANT_ERRORS: Readonly<Record<string, readonly [string, string]>> = {
  authorization_code: ['invalid_grant', 'invalid authorization code'],
  refresh_token: ['invalid_grant', 'expired access/refresh token'],
  password: ['invalid_grant', 'authentication failure'],
};

/** @returns the id of the user who is signed in @throws OAuthError */
function checkGrant(org: Org, jwtKey: KeyObject | undefined, req: Request, form: TokenForm): string {
  const grant = formText(form, 'grant_type');
  const findApp = (consumerKey: string): ClientApp | undefined => findClientApp(org, consumerKey, jwtKey);
  if (grant === 'client_credentials') {
    const client = parseClient(req, form);
    const app = findApp(client.id);
    if (!app?.runAs) throw new OAuthError('invalid_client_id', 'client identifier invalid');
    if (!secretsEqual(client.secret, app.consumerSecret)) {
      throw new OAuthError('invalid_client', 'invalid client credentials');
    }
    return requireApprovedUser(org, app, app.runAs);
  }
  if (grant === JWT_BEARER) {
    const { app, username } = checkAssertion(findApp, formText(form, 'assertion'), instanceUrl(req));
    return requireApprovedUser(org, app, username);
  }
  const grantError = Object.hasOwn(GRANT_ERRORS, grant) ? GRANT_ERRORS[grant] : undefined;
  if (!grantError) throw new OAuthError('unsupported_grant_type', 'grant type not supported');
  checkClient(org, parseClient(req, form));
  throw new OAuthError(...grantError);
}

function toIntrospection({ db, schema, clientId, userId, orgId }: Org, expiresAt: number | undefined) {
  if (expiresAt === undefined) return { active: false };
  return {
    active: true,
    scope: 'api',
    client_id: clientId,
    username: findRecord(db, schema.getObject('User'), userId)?.Username ?? null,
    sub: `https://login.salesforce.com/id/${orgId}/${userId}`,
    token_type: 'access_token',
    exp: Math.floor(expiresAt / 1000),
  };
}

function checkClient({ clientId, clientSecret }: Org, { id, secret }: { id: string; secret: string }): void {
  if (!secretsEqual(id, clientId)) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (!secretsEqual(secret, clientSecret)) throw new OAuthError('invalid_client', 'invalid client credentials');
}

function toTokenResponse({ orgId, clientSecret }: Org, userId: string, token: string, url: string) {
  const id = `${url}/id/${orgId}/${userId}`;
  const issuedAt = String(Date.now());
  const hmac = createHmac('sha256', clientSecret).update(id + issuedAt);
  return {
    access_token: token,
    signature: hmac.digest('base64'),
    scope: 'api',
    instance_url: url,
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  };
}
