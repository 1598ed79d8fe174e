import { DAY_MS } from '@leadlight/common';
import express, { type Request, type Router } from 'express';
import type { Org } from '../org/org.ts';
import { findRecord } from '../org/records/record-store.ts';
import { userTimeZone } from '../org/records/user-time-zone.ts';
import { offsetMs } from '../soql/user-clock.ts';
import { instanceUrl } from './oauth-routes.ts';
import type { Sessions } from './sessions.ts';

/** The identity URL of a token: `/id/ORG/USER`. */
export function identityRoutes(org: Org, sessions: Sessions): Router {
  const router = express.Router();
  router.get('/:org/:user', (req, res) => {
    const tokenError = findTokenError(sessions, req);
    if (tokenError !== undefined) res.status(403).type('text').send(tokenError);
    else if (req.params.org.slice(0, 15) !== org.orgId.slice(0, 15)) res.status(403).type('text').send('Wrong_Org');
    else if (req.params.user.slice(0, 15) !== org.userId.slice(0, 15)) res.status(404).type('text').send('Bad_Id');
    else res.json(toIdentity(org, instanceUrl(req)));
  });
  return router;
}

/** OpenID Connect: `/services/oauth2/userinfo`. */
export function userInfoRoute(org: Org, sessions: Sessions): Router {
  const router = express.Router();
  router.all('/', (req, res) => {
    const tokenError = findTokenError(sessions, req);
    if (tokenError !== undefined) res.status(403).type('text').send(tokenError);
    else res.json(toUserInfo(org, instanceUrl(req)));
  });
  return router;
}

/** The error of a request for the user's identity; undefined = the token is valid. */
function findTokenError(sessions: Sessions, req: Request): 'Missing_OAuth_Token' | 'Bad_OAuth_Token' | undefined {
  if (req.headers.authorization === undefined) return 'Missing_OAuth_Token';
  try {
    sessions.check(req.headers.authorization);
    return undefined;
  } catch {
    return 'Bad_OAuth_Token';
  }
}

const getUser = ({ db, schema, userId }: Org) => findRecord(db, schema.getObject('User'), userId) ?? {};

/** The offset without daylight saving time, in milliseconds. */
const standardOffset = (timeZone: string, now: number): number =>
  Math.min(...[0, 182].map((days) => offsetMs(now + days * DAY_MS, timeZone)));

/** What the identity URL and userinfo have in common. */
const commonAttributes = (org: Org, url: string) => ({
  user_id: org.userId,
  organization_id: org.orgId,
  email: getUser(org).Email ?? null,
  email_verified: true,
  active: true,
  user_type: 'STANDARD',
  language: 'en_US',
  locale: 'en_US',
  utcOffset: standardOffset(userTimeZone(org.db, org.userId), org.now()),
  is_app_installed: true,
  // The client replaces `{version}`.
  urls: {
    rest: `${url}/services/data/v{version}/`,
    sobjects: `${url}/services/data/v{version}/sobjects/`,
    search: `${url}/services/data/v{version}/search/`,
    query: `${url}/services/data/v{version}/query/`,
    recent: `${url}/services/data/v{version}/recent/`,
    profile: `${url}/${org.userId}`,
  },
});

function toIdentity(org: Org, url: string) {
  const user = getUser(org);
  return {
    ...commonAttributes(org, url),
    id: `${url}/id/${org.orgId}/${org.userId}`,
    asserted_user: true,
    username: user.Username ?? null,
    nick_name: user.Alias ?? null,
    display_name: user.Name ?? null,
    first_name: user.FirstName ?? null,
    last_name: user.LastName ?? null,
    timezone: userTimeZone(org.db, org.userId),
    photos: { picture: `${url}/profilephoto/005/F`, thumbnail: `${url}/profilephoto/005/T` },
    last_modified_date: user.LastModifiedDate ?? null,
  };
}

function toUserInfo(org: Org, url: string) {
  const user = getUser(org);
  return {
    ...commonAttributes(org, url),
    sub: `${url}/id/${org.orgId}/${org.userId}`,
    preferred_username: user.Username ?? null,
    nickname: user.Alias ?? null,
    name: user.Name ?? null,
    given_name: user.FirstName ?? null,
    family_name: user.LastName ?? null,
    zoneinfo: userTimeZone(org.db, org.userId),
    profile: `${url}/${org.userId}`,
    updated_at: user.LastModifiedDate ?? null,
  };
}
