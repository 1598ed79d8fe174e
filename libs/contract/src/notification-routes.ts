import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { z } from 'zod';
import { NotificationRouteName, Notifications, SwitchNotificationsRequest } from './notifications.ts';
import { BODY, COMMON, ONCE, problems, requestBody, response } from './route-parts.ts';

const requestParams = { path: z.object({ route: NotificationRouteName }), header: ONCE };

export const getNotifications: ZodOpenApiOperationObject = {
  operationId: 'getNotifications',
  summary: 'By which routes administrators are notified, and what was sent',
  description: 'Without addresses of webhooks and without secrets. Needs the scope `admin`: it names recipients.',
  tags: ['Notifications'],
  responses: { 200: response('The routes.', Notifications, 'notifications.response'), ...problems(...COMMON) },
};

export const switchNotifications: ZodOpenApiOperationObject = {
  operationId: 'switchNotifications',
  summary: 'Turn a route of notifications on or off',
  description:
    'The route `salesforce` needs nothing else; another one must have been set up with `leadlight notifications set`. Needs the scope `admin`; audited.',
  tags: ['Notifications'],
  requestParams,
  requestBody: requestBody(SwitchNotificationsRequest, 'switch-notifications.request'),
  responses: {
    200: response('The routes after the change.', Notifications),
    ...problems(...BODY, ...COMMON, 'route-not-set-up', 'idempotency-key-reused'),
  },
};

export const testNotifications: ZodOpenApiOperationObject = {
  operationId: 'testNotifications',
  summary: 'Send a test message by a route that is on',
  description:
    'A worker sends it within seconds, once; `getNotifications` shows whether it was received. Needs the scope `admin`; audited.',
  tags: ['Notifications'],
  requestParams,
  responses: {
    200: response('The routes, and the message as a delivery.', Notifications),
    ...problems('invalid-request', ...COMMON, 'route-not-set-up', 'idempotency-key-reused'),
  },
};
