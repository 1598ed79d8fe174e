import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { z } from 'zod';
import { Job } from './jobs.ts';
import { ModelChecks } from './model-checks.ts';
import { ModelId, ModelReport } from './models.ts';
import { Propensities, Propensity, PropensityId, PutPropensityRequest, RecordId, RecordScore } from './propensities.ts';
import { BODY, COMMON, ONCE, problems, requestBody, response } from './route-parts.ts';

const path = z.object({ propensityId: PropensityId });
const modelPath = z.object({ propensityId: PropensityId, modelId: ModelId });
const propensityResponse = (description: string) => response(description, Propensity, 'propensity.response');

const listPropensities: ZodOpenApiOperationObject = {
  operationId: 'listPropensities',
  summary: 'The org’s propensities with the state of their models, and the ready-made ones',
  tags: ['Propensities'],
  responses: {
    200: response('The propensities.', Propensities, 'propensities.response'),
    ...problems(...COMMON),
  },
};

const readPropensity: ZodOpenApiOperationObject = {
  operationId: 'readPropensity',
  summary: 'A propensity with its definition and its models',
  tags: ['Propensities'],
  requestParams: { path },
  responses: {
    200: propensityResponse('The propensity.'),
    ...problems('invalid-request', 'propensity-not-found', ...COMMON),
  },
};

const putPropensity: ZodOpenApiOperationObject = {
  operationId: 'putPropensity',
  summary: 'Add a propensity, or change its definition',
  description: 'Its model scores as before until it is trained again. Needs the scope `admin`; audited.',
  tags: ['Propensities'],
  requestParams: { path, header: ONCE },
  requestBody: requestBody(PutPropensityRequest, 'put-propensity.request'),
  responses: {
    200: propensityResponse('The propensity after the change.'),
    ...problems(
      ...BODY,
      ...COMMON,
      'propensity-invalid',
      'propensity-not-found',
      'propensity-changed-meanwhile',
      'idempotency-key-reused',
    ),
  },
};

const trainPropensity: ZodOpenApiOperationObject = {
  operationId: 'trainPropensity',
  summary: 'Request a training of a propensity',
  description:
    'A worker starts within seconds; it reads the records, then trains. `GET /v1/propensities/{propensityId}` has the progress. A model that replaces none waits to be activated. While a job waits or runs, that one is returned, whatever it is for. Needs the scope `admin`; audited.',
  tags: ['Propensities'],
  requestParams: { path, header: ONCE },
  responses: {
    200: response('The job.', Job),
    ...problems('invalid-request', 'propensity-not-found', 'org-not-synced', 'idempotency-key-reused', ...COMMON),
  },
};

const deactivatePropensity: ZodOpenApiOperationObject = {
  operationId: 'deactivatePropensity',
  summary: 'Stop scoring with a propensity',
  description:
    'It has no active model until one is activated; scores that were written stay in the org. Needs the scope `admin`; audited.',
  tags: ['Propensities'],
  requestParams: { path, header: ONCE },
  responses: {
    200: propensityResponse('The propensity, without an active model.'),
    ...problems('invalid-request', 'propensity-not-found', 'idempotency-key-reused', ...COMMON),
  },
};

const getPropensityReport: ZodOpenApiOperationObject = {
  operationId: 'getPropensityReport',
  summary: 'A model of a propensity with the report of its training',
  tags: ['Propensities'],
  requestParams: { path: modelPath },
  responses: {
    200: response('The report. Its members named after leads are about the records of the propensity.', ModelReport),
    ...problems('invalid-request', 'propensity-not-found', 'model-not-found', ...COMMON),
  },
};

const activatePropensityModel: ZodOpenApiOperationObject = {
  operationId: 'activatePropensityModel',
  summary: 'Let a model score the records of its propensity',
  description: 'A worker scores with it within seconds. Needs the scope `admin`; audited.',
  tags: ['Propensities'],
  requestParams: { path: modelPath, header: ONCE },
  responses: {
    200: propensityResponse('The propensity with its active model.'),
    ...problems('invalid-request', 'propensity-not-found', 'model-not-found', 'idempotency-key-reused', ...COMMON),
  },
};

const getRecordScore: ZodOpenApiOperationObject = {
  operationId: 'getRecordScore',
  summary: 'The latest score of a record, with its reasons',
  description:
    'The same score as in the org. Only for keys that may see records of the object: `leadlight keys allow`.',
  tags: ['Propensities'],
  requestParams: { path: z.object({ propensityId: PropensityId, recordId: RecordId }) },
  responses: {
    200: response('The score.', RecordScore, 'record-score.response'),
    ...problems(
      'invalid-request',
      'propensity-not-found',
      'propensity-not-trained',
      'object-not-allowed',
      'record-not-found',
      'record-outside-population',
      'record-not-scored',
      'org-not-synced',
      ...COMMON,
    ),
  },
};

const listPropensityChecks: ZodOpenApiOperationObject = {
  operationId: 'listPropensityChecks',
  summary: 'The checks of the active model of a propensity and what they found',
  description: 'Like `GET /v1/checks`, but for the records of the propensity. Needs the scope `admin`.',
  tags: ['Propensities'],
  requestParams: { path },
  responses: {
    200: response('The checks by day, and the events.', ModelChecks, 'checks.response'),
    ...problems('invalid-request', 'propensity-not-found', ...COMMON),
  },
};

export const propensityPaths = {
  '/v1/propensities': { get: listPropensities },
  '/v1/propensities/{propensityId}': { get: readPropensity, put: putPropensity },
  '/v1/propensities/{propensityId}/checks': { get: listPropensityChecks },
  '/v1/propensities/{propensityId}/train': { post: trainPropensity },
  '/v1/propensities/{propensityId}/deactivate': { post: deactivatePropensity },
  '/v1/propensities/{propensityId}/models/{modelId}/report': { get: getPropensityReport },
  '/v1/propensities/{propensityId}/models/{modelId}/activate': { post: activatePropensityModel },
  '/v1/propensities/{propensityId}/records/{recordId}/score': { get: getRecordScore },
} as const;
