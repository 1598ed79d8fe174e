import express from 'express';
import type { Router } from 'express';
import type { SObject } from '../org/field.ts';
import type { Org } from '../org/org.ts';
import { recentlyViewed } from './recently-viewed.ts';
import { instanceUrl } from './oauth-routes.ts';
import { versionOf } from './version.ts';

const COLOUR = '0B5CAB';

const tabbed = (org: Org): readonly SObject[] =>
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

/** What the user sees around records: tabs, the theme, and what was looked at last. */
export function appearanceRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  router.get('/tabs', (req, res) => {
    const base = instanceUrl(req);
    res.json(
      tabbed(org).map(({ name, labelPlural, keyPrefix }) => ({
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
    res.json({ themeItems: tabbed(org).map(({ name }) => ({ colors: colours, icons: iconsOf(base, name), name })) });
  });
  router.get('/recent', (req, res) => {
    const most = Math.min(200, Math.max(1, Number(req.query.limit ?? 200) || 200));
    res.json(recentlyViewed(org, versionOf(req), most));
  });
  return router;
}
