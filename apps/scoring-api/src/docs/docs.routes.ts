import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findProblemCode, problemTypes } from '@leadlight/contract';
import type { Router } from 'express';
import helmet from 'helmet';
import { createRouter, routeNotFound } from '../http/route-handlers.ts';

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

/** For the only HTML page. This service serves everything that the page needs. RapiDoc uses inline styles. */
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

/** The documentation of the API for people, and the explanation of each problem's `type`. */
export const docsRoutes = (): Router =>
  createRouter({
    '/docs': { get: [pageHeaders, (_req, res) => void res.type('html').send(PAGE)] },
    '/docs/rapidoc.js': {
      get: [
        (_req, res, next) => {
          res.setHeader('Cache-Control', 'public, max-age=3600');
          res.sendFile(RAPIDOC, next);
        },
      ],
    },
    '/problems/{code}': {
      get: [
        (req, res, next) => {
          const code = findProblemCode(req.path);
          if (!code) return routeNotFound(req, res, next);
          const { title, status, remedy } = problemTypes[code];
          res.type('text').send(`${title}\n\nType: ${req.path}\nStatus: ${status}\n\n${remedy}\n`);
        },
      ],
    },
  });
