import express, { type Router } from 'express';
import { instanceUrl } from '../auth/oauth-routes.ts';
import { parseVersion } from '../http/version.ts';
import type { Org } from '../org/org.ts';
import type { SObject } from '../org/schema/field.ts';
import { listRecentlyViewed } from '../sobjects/recently-viewed.ts';

const COLOUR = '0B5CAB';

const objectsWithTab = (org: Org): readonly SObject[] =>
  org.schema.objects.filter(({ createable, custom }) => createable && !custom);

const colours = [{ color: COLOUR, context: 'primary', theme: 'theme4' }];

const iconsOf = (base: string, name: string) => [
  {
    contentType: 'image/svg+xml',
    height: 0,
    theme: 'theme4',
    url: `${base}/img/icon/${name.toLowerCase()}.svg`,
    width: 0,
  },
];

export function tabsAndThemeRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  router.get('/tabs', (req, res) => {
    const base = instanceUrl(req);
    res.json(
      objectsWithTab(org).map(({ name, labelPlural, keyPrefix }) => ({
        colors: colours,
        custom: false,
        iconUrl: `${base}/img/icon/${name.toLowerCase()}.png`,
        icons: iconsOf(base, name),
        label: labelPlural,
        miniIconUrl: `${base}/img/icon/${name.toLowerCase()}.png`,
        name: `standard-${name}`,
        sobjectName: name,
        url: `${base}/${keyPrefix ?? ''}/o`,
      })),
    );
  });
  router.get('/theme', (req, res) => {
    const base = instanceUrl(req);
    res.json({
      themeItems: objectsWithTab(org).map(({ name }) => ({ colors: colours, icons: iconsOf(base, name), name })),
    });
  });
  router.get('/recent', (req, res) => {
    const limit = Math.min(200, Math.max(1, Number(req.query.limit ?? 200) || 200));
    res.json(listRecentlyViewed(org, parseVersion(req), limit));
  });
  return router;
}
