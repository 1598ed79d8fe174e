import { NotificationRouteName, SwitchNotificationsRequest, type Notifications } from '@leadlight/contract';
import type { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { MAX_LEAD_BODY_BYTES } from '../http/body-limits.ts';
import type { RequestBodies } from '../http/request-bodies.ts';
import { createRouter } from '../http/route-handlers.ts';
import { sendIdempotent, sendJson, type IdempotencyWorkflows } from '../http/send-json.ts';
import { validate } from '../http/validate.ts';

export interface NotificationWorkflows extends IdempotencyWorkflows {
  notifications(orgId: string): Promise<Notifications>;
  switchNotifications(
    orgId: string,
    route: NotificationRouteName,
    isOn: boolean,
    actor: string,
  ): Promise<Notifications>;
  testNotifications(orgId: string, route: NotificationRouteName, actor: string): Promise<Notifications>;
}

/** How administrators are notified. */
export function notificationRoutes(workflows: NotificationWorkflows, bodies: RequestBodies): Router {
  return createRouter({
    '/v1/notifications': {
      get: [requireScope('admin'), async (req, res) => sendJson(res, await workflows.notifications(req.caller.orgId))],
    },
    '/v1/notifications/{route}': {
      post: [
        requireScope('admin'),
        async (req, res) => {
          const route = validate(NotificationRouteName, req.params.route, 'path');
          const { value, text } = await bodies.readJson(req, res, MAX_LEAD_BODY_BYTES);
          const { isOn } = validate(SwitchNotificationsRequest, value, 'body');
          const { orgId, keyId } = req.caller;
          await sendIdempotent(workflows, req, res, text, () =>
            workflows.switchNotifications(orgId, route, isOn, `api:${keyId}`),
          );
        },
      ],
    },
    '/v1/notifications/{route}/test': {
      post: [
        requireScope('admin'),
        async (req, res) => {
          const route = validate(NotificationRouteName, req.params.route, 'path');
          const { orgId, keyId } = req.caller;
          await sendIdempotent(workflows, req, res, '', () =>
            workflows.testNotifications(orgId, route, `api:${keyId}`),
          );
        },
      ],
    },
  });
}
