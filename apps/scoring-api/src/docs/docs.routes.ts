import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findProblemCode, problemTypes } from '@leadlight/contract';
import { Router } from 'express';
import helmet from 'helmet';
import { routeName, allowOnly, routeNotFound } from '../http/route-handlers.ts';

const RAPIDOC = join(dirname(createRequire(import.meta.url).resolve('rapidoc')), 'rapidoc-min.js');

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Leadlight scoring service</title>
    <link rel="icon" href="data:," />
    <script type="module" src="/docs/rapidoc.js"></script>
  </head>
  <body>
    <rapi-doc
      spec-url="/openapi.json"
      render-style="read"
      theme="light"
      primary-color="#0b5cab"
      load-fonts="false"
      regular-font="system-ui, sans-serif"
      mono-font="ui-monospace, monospace"
      show-header="false"
      allow-server-selection="false"
      persist-auth="false"
    ></rapi-doc>
  </body>
</html>
`;

/** Only this page is HTML: everything it needs comes from this service. RapiDoc styles its shadow roots inline. */
const pageHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
});

/** The documentation of the API for people, and the explanation behind every problem's `type`. */
export function docsRoutes(): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const getOnly = allowOnly('GET', 'HEAD');
  router
    .route('/docs')
    .get(routeName('/docs'), pageHeaders, (_req, res) => {
      res.type('html').send(PAGE);
    })
    .all(getOnly);
  router
    .route('/docs/rapidoc.js')
    .get(routeName('/docs/rapidoc.js'), (_req, res, next) => {
      res.setHeader('Cache-Control', 'public, max-age=3600');
      res.sendFile(RAPIDOC, next);
    })
    .all(getOnly);
  router
    .route('/problems/:code')
    .get(routeName('/problems/{code}'), (req, res, next) => {
      const code = findProblemCode(req.path);
      if (!code) return routeNotFound(req, res, next);
      const { title, status, remedy } = problemTypes[code];
      res.type('text').send(`${title}\n\nType: ${req.path}\nStatus: ${status}\n\n${remedy}\n`);
    })
    .all(getOnly);
  return router;
}
