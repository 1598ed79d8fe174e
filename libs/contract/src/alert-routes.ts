import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { Alerts, ChangeAlertsRequest, TestAlertRequest } from './alerts.ts';
import { BODY, COMMON, ONCE, problems, requestBody, response } from './route-parts.ts';

export const getAlerts: ZodOpenApiOperationObject = {
  operationId: 'getAlerts',
  summary: 'When people are alerted about leads, what was sent, and how soon leads are contacted',
  description: 'Without addresses and secrets. Needs the scope `admin`.',
  tags: ['Alerts'],
  responses: { 200: response('Settings, deliveries and times.', Alerts, 'alerts.response'), ...problems(...COMMON) },
};

export const changeAlerts: ZodOpenApiOperationObject = {
  operationId: 'changeAlerts',
  summary: 'Change when people are alerted',
  description: 'Members that are left out stay as they are. Needs the scope `admin`; audited.',
  tags: ['Alerts'],
  requestParams: { header: ONCE },
  requestBody: requestBody(ChangeAlertsRequest, 'change-alerts.request'),
  responses: {
    200: response('The state after the change.', Alerts),
    ...problems(...BODY, ...COMMON, 'alerts-invalid', 'idempotency-key-reused'),
  },
};

export const testAlert: ZodOpenApiOperationObject = {
  operationId: 'testAlert',
  summary: 'Send a test message by a route of alerts',
  description:
    'A worker sends it within seconds, once, also while alerts are off; `getAlerts` shows whether it was received. Needs the scope `admin`; audited.',
  tags: ['Alerts'],
  requestParams: { header: ONCE },
  requestBody: requestBody(TestAlertRequest, 'test-alert.request'),
  responses: {
    200: response('The state, and the message as a delivery.', Alerts),
    ...problems(...BODY, ...COMMON, 'alerts-invalid', 'idempotency-key-reused'),
  },
};
