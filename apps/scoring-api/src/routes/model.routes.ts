import type { Models } from '@leadlight/contract';
import { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { named, onlyMethods } from '../http/methods.ts';
import { sendJson } from '../http/send-json.ts';

export interface ModelWorkflows {
  listModels(orgId: string): Promise<Models>;
}

export function modelRoutes({ listModels }: ModelWorkflows): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router
    .route('/v1/models')
    .get(named('/v1/models'), requireScope('read'), async (req, res) => {
      sendJson(res, await listModels(req.caller.orgId));
    })
    .all(onlyMethods('GET', 'HEAD'));
  return router;
}
