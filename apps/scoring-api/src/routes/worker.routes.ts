import type { WorkerReport } from '@leadlight/contract';
import { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { named, onlyMethods } from '../http/methods.ts';
import { sendJson } from '../http/send-json.ts';

export interface WorkerWorkflows {
  workerReport(orgId: string): Promise<WorkerReport>;
}

export function workerRoutes({ workerReport }: WorkerWorkflows): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router
    .route('/v1/worker')
    .get(named('/v1/worker'), requireScope('admin'), async (req, res) => {
      sendJson(res, await workerReport(req.caller.orgId));
    })
    .all(onlyMethods('GET', 'HEAD'));
  return router;
}
