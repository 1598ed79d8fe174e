import { openApi30Document, openApiDocument } from '@leadlight/contract';
import type { Router } from 'express';
import { createRouter } from '../http/route-handlers.ts';
import { sendJson } from '../http/send-json.ts';
import type { ServiceState } from '../service-state.ts';

/** Routes without a key: liveness, readiness and the contract. */
export function serviceRoutes(state: ServiceState, version: string): Router {
  const document = openApiDocument();
  const document30 = openApi30Document();
  return createRouter({
    '/healthz': { get: [(_req, res) => sendJson(res, { status: 'ok', version })] },
    '/readyz': {
      get: [
        async (_req, res) => {
          const readiness = await state.readiness();
          sendJson(res, readiness, readiness.status === 'ready' ? 200 : 503);
        },
      ],
    },
    '/openapi.json': { get: [(_req, res) => sendJson(res, document)] },
    '/openapi-3.0.json': { get: [(_req, res) => sendJson(res, document30)] },
  });
}
