import type { WorkerReport } from '@leadlight/contract';
import { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { routeName, allowOnly } from '../http/route-handlers.ts';
import { sendJson } from '../http/send-json.ts';

export interface WorkerWorkflows {
  workerReport(orgId: string): Promise<WorkerReport>;
}

export function workerRoutes({ workerReport }: WorkerWorkflows): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router
    .route('/v1/worker')
    .get(routeName('/v1/worker'), requireScope('admin'), async (req, res) => {
      sendJson(res, await workerReport(req.caller.orgId));
    })
    .all(allowOnly('GET', 'HEAD'));
  return router;
}
