import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { Challengers, StartChallengerRequest } from './challengers.ts';
import { BODY, COMMON, ONCE, problems, requestBody, response } from './route-parts.ts';

export const listChallengers: ZodOpenApiOperationObject = {
  operationId: 'listChallengers',
  summary: 'Models that are compared with the active one, and what is known',
  description: 'With the evidence of the last daily comparison. Needs the scope `admin`.',
  tags: ['Models'],
  responses: { 200: response('The comparisons.', Challengers, 'challengers.response'), ...problems(...COMMON) },
};

export const startChallenger: ZodOpenApiOperationObject = {
  operationId: 'startChallenger',
  summary: 'Let a model score every new lead next to the active one',
  description:
    'Nobody sees its scores. It becomes active if it proves better; it replaces a challenger that is running. Needs the scope `admin`; audited.',
  tags: ['Models'],
  requestParams: { header: ONCE },
  requestBody: requestBody(StartChallengerRequest),
  responses: {
    200: response('The comparisons after the start.', Challengers),
    ...problems(
      ...BODY,
      ...COMMON,
      'no-active-model',
      'model-not-found',
      'model-unusable',
      'challenger-not-comparable',
      'idempotency-key-reused',
    ),
  },
};

export const stopChallenger: ZodOpenApiOperationObject = {
  operationId: 'stopChallenger',
  summary: 'End the comparison with the challenger',
  description: 'The active model stays. Needs the scope `admin`; audited.',
  tags: ['Models'],
  requestParams: { header: ONCE },
  responses: {
    200: response('The comparisons after the end.', Challengers),
    ...problems('invalid-request', ...COMMON, 'no-challenger', 'idempotency-key-reused'),
  },
};
