import {
  ExperimentPlanQuery,
  StartExperimentRequest,
  StopExperimentRequest,
  type ExperimentReport,
  type PlannedExperiment,
} from '@leadlight/contract';
import type { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { MAX_LEAD_BODY_BYTES } from '../http/body-limits.ts';
import type { RequestBodies } from '../http/request-bodies.ts';
import { createRouter } from '../http/route-handlers.ts';
import { sendIdempotent, sendJson, type IdempotencyWorkflows } from '../http/send-json.ts';
import { queryOf } from '../http/url-query.ts';
import { validate } from '../http/validate.ts';

export interface ExperimentWorkflows extends IdempotencyWorkflows {
  experimentReport(orgId: string): Promise<ExperimentReport>;
  planExperiment(orgId: string, question: StartExperimentRequest): Promise<PlannedExperiment>;
  startExperiment(orgId: string, question: StartExperimentRequest, actor: string): Promise<ExperimentReport>;
  stopExperiment(orgId: string, endExploration: boolean, actor: string): Promise<ExperimentReport>;
}

/** Whether acting on scores helps. */
export function experimentRoutes(workflows: ExperimentWorkflows, bodies: RequestBodies): Router {
  return createRouter({
    '/v1/experiment': {
      get: [
        requireScope('admin'),
        async (req, res) => sendJson(res, await workflows.experimentReport(req.caller.orgId)),
      ],
      post: [
        requireScope('admin'),
        async (req, res) => {
          const { value, text } = await bodies.readJson(req, res, MAX_LEAD_BODY_BYTES);
          const question = validate(StartExperimentRequest, value, 'body');
          const { orgId, keyId } = req.caller;
          await sendIdempotent(workflows, req, res, text, () =>
            workflows.startExperiment(orgId, question, `api:${keyId}`),
          );
        },
      ],
    },
    '/v1/experiment/plan': {
      get: [
        requireScope('admin'),
        async (req, res) => {
          const question = validate(ExperimentPlanQuery, queryOf(req.url), 'query');
          sendJson(res, await workflows.planExperiment(req.caller.orgId, question));
        },
      ],
    },
    '/v1/experiment/stop': {
      post: [
        requireScope('admin'),
        async (req, res) => {
          const { value, text } = await bodies.readJson(req, res, MAX_LEAD_BODY_BYTES);
          const { endExploration = false } = validate(StopExperimentRequest, value, 'body');
          const { orgId, keyId } = req.caller;
          await sendIdempotent(workflows, req, res, text, () =>
            workflows.stopExperiment(orgId, endExploration, `api:${keyId}`),
          );
        },
      ],
    },
  });
}
