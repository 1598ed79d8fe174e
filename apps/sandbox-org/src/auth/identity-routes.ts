import express, { type Router } from 'express';
import type { Org } from '../org/org.ts';
import { findRecord } from '../org/records/record-store.ts';
import { findTokenError, instanceUrl, serviceUrls } from './oauth-routes.ts';
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

function toIdentity({ db, schema, orgId, userId }: Org, url: string) {
  const users = schema.findObject('User');
  const user = users && findRecord(db, users, userId);
  return {
    id: `${url}/id/${orgId}/${userId}`,
    asserted_user: true,
    user_id: userId,
    organization_id: orgId,
    username: user?.Username ?? null,
    nick_name: user?.Alias ?? null,
    display_name: user?.Name ?? null,
    email: user?.Email ?? null,
    email_verified: true,
    first_name: user?.FirstName ?? null,
    last_name: user?.LastName ?? null,
    timezone: 'GMT',
    photos: { picture: `${url}/profilephoto/005/F`, thumbnail: `${url}/profilephoto/005/T` },
    urls: serviceUrls(url, userId),
    active: true,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 0,
    last_modified_date: user?.LastModifiedDate ?? null,
    is_app_installed: true,
  };
}
