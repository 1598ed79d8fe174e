import { openApi30Document, openApiDocument } from '@leadlight/contract';
import { Router } from 'express';
import { routeName, allowOnly } from '../http/route-handlers.ts';
import { sendJson } from '../http/send-json.ts';
import type { ServiceState } from '../service-state.ts';

/** Routes without a key: whether the process runs, whether it can answer, and what it answers. */
export function serviceRoutes(state: ServiceState, version: string): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const document = openApiDocument();
  const document30 = openApi30Document();
  const getOnly = allowOnly('GET', 'HEAD');
  router
    .route('/healthz')
    .get(routeName('/healthz'), (_req, res) => sendJson(res, { status: 'ok', version }))
    .all(getOnly);
  router
    .route('/readyz')
    .get(routeName('/readyz'), async (_req, res) => {
      const readiness = await state.readiness();
      sendJson(res, readiness, readiness.status === 'ready' ? 200 : 503);
    })
    .all(getOnly);
  router
    .route('/openapi.json')
    .get(routeName('/openapi.json'), (_req, res) => sendJson(res, document))
    .all(getOnly);
  router
    .route('/openapi-3.0.json')
    .get(routeName('/openapi-3.0.json'), (_req, res) => sendJson(res, document30))
    .all(getOnly);
  return router;
}
