import { ChangeAlertsRequest, TestAlertRequest, type Alerts } from '@leadlight/contract';
import type { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { MAX_LEAD_BODY_BYTES } from '../http/body-limits.ts';
import type { RequestBodies } from '../http/request-bodies.ts';
import { createRouter } from '../http/route-handlers.ts';
import { sendIdempotent, sendJson, type IdempotencyWorkflows } from '../http/send-json.ts';
import { validate } from '../http/validate.ts';

export interface AlertWorkflows extends IdempotencyWorkflows {
  alerts(orgId: string): Promise<Alerts>;
  changeAlerts(orgId: string, change: ChangeAlertsRequest, actor: string): Promise<Alerts>;
  testAlert(orgId: string, request: TestAlertRequest, actor: string): Promise<Alerts>;
}

/** Alerts about leads. */
export function alertRoutes(workflows: AlertWorkflows, bodies: RequestBodies): Router {
  return createRouter({
    '/v1/alerts': {
      get: [requireScope('admin'), async (req, res) => sendJson(res, await workflows.alerts(req.caller.orgId))],
      post: [
        requireScope('admin'),
        async (req, res) => {
          const { value, text } = await bodies.readJson(req, res, MAX_LEAD_BODY_BYTES);
          const change = validate(ChangeAlertsRequest, value, 'body');
          const { orgId, keyId } = req.caller;
          await sendIdempotent(workflows, req, res, text, () => workflows.changeAlerts(orgId, change, `api:${keyId}`));
        },
      ],
    },
    '/v1/alerts/test': {
      post: [
        requireScope('admin'),
        async (req, res) => {
          const { value, text } = await bodies.readJson(req, res, MAX_LEAD_BODY_BYTES);
          const request = validate(TestAlertRequest, value, 'body');
          const { orgId, keyId } = req.caller;
          await sendIdempotent(workflows, req, res, text, () => workflows.testAlert(orgId, request, `api:${keyId}`));
        },
      ],
    },
  });
}
