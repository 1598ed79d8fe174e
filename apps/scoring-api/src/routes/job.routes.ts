import { StartJobRequest, type Job, type JobKind, type Jobs } from '@leadlight/contract';
import type { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { MAX_LEAD_BODY_BYTES } from '../http/body-limits.ts';
import type { RequestBodies } from '../http/request-bodies.ts';
import { createRouter } from '../http/route-handlers.ts';
import { sendIdempotent, sendJson, type IdempotencyWorkflows } from '../http/send-json.ts';
import { validate } from '../http/validate.ts';

export interface JobWorkflows extends IdempotencyWorkflows {
  listJobs(orgId: string): Promise<Jobs>;
  requestJob(orgId: string, kind: JobKind, actor: string): Promise<Job>;
}

/** Trainings and backtests that an administrator requests and a worker does. */
export function jobRoutes(workflows: JobWorkflows, bodies: RequestBodies): Router {
  const { listJobs, requestJob } = workflows;
  return createRouter({
    '/v1/jobs': {
      get: [requireScope('admin'), async (req, res) => sendJson(res, await listJobs(req.caller.orgId))],
      post: [
        requireScope('admin'),
        async (req, res) => {
          const { value, text } = await bodies.readJson(req, res, MAX_LEAD_BODY_BYTES);
          const { kind } = validate(StartJobRequest, value, 'body');
          const { orgId, keyId } = req.caller;
          await sendIdempotent(workflows, req, res, text, () => requestJob(orgId, kind, `api:${keyId}`));
        },
      ],
    },
  });
}
