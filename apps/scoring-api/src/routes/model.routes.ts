import type { Models } from '@leadlight/contract';
import { Router } from 'express';
import { onlyMethods } from '../http/methods.ts';
import { sendJson } from '../http/send-json.ts';

export interface ModelWorkflows {
  listModels(orgId: string): Promise<Models>;
}

export function modelRoutes({ listModels }: ModelWorkflows): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router
    .route('/v1/models')
    .get(async (req, res) => {
      req.routePattern = '/v1/models';
      sendJson(res, await listModels(req.caller.orgId));
    })
    .all(onlyMethods('GET', 'HEAD'));
  return router;
}
