import type { WorkerReport } from '@leadlight/contract';
import type { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { createRouter } from '../http/route-handlers.ts';
import { sendJson } from '../http/send-json.ts';

export interface WorkerWorkflows {
  workerReport(orgId: string): Promise<WorkerReport>;
}

export const workerRoutes = ({ workerReport }: WorkerWorkflows): Router =>
  createRouter({
    '/v1/worker': {
      get: [requireScope('admin'), async (req, res) => sendJson(res, await workerReport(req.caller.orgId))],
    },
  });
