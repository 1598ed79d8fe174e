import type { ZodOpenApiOperationObject } from 'zod-openapi';
import {
  ExperimentPlanQuery,
  ExperimentReport,
  PlannedExperiment,
  StartExperimentRequest,
  StopExperimentRequest,
} from './experiment.ts';
import { BODY, COMMON, ONCE, problems, requestBody, response } from './route-parts.ts';

export const getExperiment: ZodOpenApiOperationObject = {
  operationId: 'getExperiment',
  summary: 'The newest experiment and where it stands: whether acting on scores helps',
  description:
    'It is analysed once a day, by a worker or by the first request; the analysis is stored. Needs the scope `admin`.',
  tags: ['Experiments'],
  responses: { 200: response('The experiment.', ExperimentReport, 'experiment.response'), ...problems(...COMMON) },
};

export const planExperiment: ZodOpenApiOperationObject = {
  operationId: 'planExperiment',
  summary: 'How many leads an experiment would need, and how long that takes',
  description: 'Changes nothing. Needs the scope `admin`.',
  tags: ['Experiments'],
  requestParams: { query: ExperimentPlanQuery },
  responses: {
    200: response('The plan.', PlannedExperiment, 'experiment-plan.response'),
    ...problems('invalid-request', ...COMMON, 'no-active-model', 'base-rate-unknown'),
  },
};

export const startExperiment: ZodOpenApiOperationObject = {
  operationId: 'startExperiment',
  summary: 'Hide the score of a random share of new leads',
  description:
    'Of leads that are created from a minute after the start. Lists, lead pages and responses leave their scores out, and they are not written to the org. Needs the scope `admin`; audited.',
  tags: ['Experiments'],
  requestParams: { header: ONCE },
  requestBody: requestBody(StartExperimentRequest, 'start-experiment.request'),
  responses: {
    200: response('The experiment.', ExperimentReport),
    ...problems(
      ...BODY,
      ...COMMON,
      'no-active-model',
      'base-rate-unknown',
      'experiment-open',
      'idempotency-key-reused',
    ),
  },
};

export const stopExperiment: ZodOpenApiOperationObject = {
  operationId: 'stopExperiment',
  summary: 'Show hidden scores again',
  description:
    'Except for the exploration share, unless that ends too. They are written to the org with the next scoring. Needs the scope `admin`; audited.',
  tags: ['Experiments'],
  requestParams: { header: ONCE },
  requestBody: requestBody(StopExperimentRequest),
  responses: {
    200: response('The experiment.', ExperimentReport),
    ...problems(...BODY, ...COMMON, 'no-experiment', 'idempotency-key-reused'),
  },
};
