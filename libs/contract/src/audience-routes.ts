import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { z } from 'zod';
import {
  AudienceId,
  AudienceLeads,
  AudienceLeadsQuery,
  AudiencePreview,
  Audience,
  Audiences,
  AudienceWithPreview,
  ChangeAudienceRequest,
  ConfirmAudienceRequest,
  CreateAudienceRequest,
  DeletedAudience,
  PreviewAudienceRequest,
} from './audiences.ts';
import { BODY, COMMON, ONCE, problems, requestBody, response } from './route-parts.ts';

const path = z.object({ audienceId: AudienceId });

export const listAudiences: ZodOpenApiOperationObject = {
  operationId: 'listAudiences',
  summary: 'The audiences of the org',
  description: 'By name, with what the last write to each campaign did. Needs the scope `admin`.',
  tags: ['Audiences'],
  responses: { 200: response('The audiences.', Audiences, 'audiences.response'), ...problems(...COMMON) },
};

export const createAudience: ZodOpenApiOperationObject = {
  operationId: 'createAudience',
  summary: 'Save an audience',
  description: 'Nothing is written to Salesforce until somebody has confirmed it. Needs the scope `admin`; audited.',
  tags: ['Audiences'],
  requestParams: { header: ONCE },
  requestBody: requestBody(CreateAudienceRequest, 'create-audience.request'),
  responses: {
    200: response('The audience, with who would be in it.', AudienceWithPreview, 'audience.response'),
    ...problems(
      ...BODY,
      ...COMMON,
      'org-not-synced',
      'audience-invalid',
      'audience-name-taken',
      'idempotency-key-reused',
    ),
  },
};

export const previewNewAudience: ZodOpenApiOperationObject = {
  operationId: 'previewNewAudience',
  summary: 'Who would be in an audience that is not saved',
  description: 'Changes nothing. Needs the scope `admin`.',
  tags: ['Audiences'],
  requestBody: requestBody(PreviewAudienceRequest),
  responses: {
    200: response('Counts, and why others are not in it.', AudiencePreview),
    ...problems(...BODY, ...COMMON, 'org-not-synced', 'audience-invalid'),
  },
};

export const getAudience: ZodOpenApiOperationObject = {
  operationId: 'getAudience',
  summary: 'An audience, with who would be in it now',
  description: 'Changes nothing. Needs the scope `admin`.',
  tags: ['Audiences'],
  requestParams: { path },
  responses: {
    200: response('The audience and its preview.', AudienceWithPreview, 'audience.response'),
    ...problems('invalid-request', ...COMMON, 'org-not-synced', 'audience-not-found'),
  },
};

export const changeAudience: ZodOpenApiOperationObject = {
  operationId: 'changeAudience',
  summary: 'Change an audience',
  description:
    'Its campaign keeps its members, and gets none of the change before somebody has confirmed it. Needs the scope `admin`; audited.',
  tags: ['Audiences'],
  requestParams: { path, header: ONCE },
  requestBody: requestBody(ChangeAudienceRequest),
  responses: {
    200: response('The audience, with who would be in it.', AudienceWithPreview),
    ...problems(
      ...BODY,
      ...COMMON,
      'org-not-synced',
      'audience-not-found',
      'audience-invalid',
      'audience-changed-meanwhile',
      'idempotency-key-reused',
    ),
  },
};

export const deleteAudience: ZodOpenApiOperationObject = {
  operationId: 'deleteAudience',
  summary: 'Delete an audience',
  description: 'The members of its campaign stay. Needs the scope `admin`; audited.',
  tags: ['Audiences'],
  requestParams: { path },
  responses: {
    200: response('Its id.', DeletedAudience),
    ...problems('invalid-request', ...COMMON, 'audience-not-found', 'audience-changed-meanwhile'),
  },
};

export const confirmAudience: ZodOpenApiOperationObject = {
  operationId: 'confirmAudience',
  summary: 'Allow an audience to be written to its campaign as it is now',
  description:
    'A worker writes it within seconds, and keeps the campaign in step every hour until the audience is changed. Needs the scope `admin`; audited.',
  tags: ['Audiences'],
  requestParams: { path, header: ONCE },
  requestBody: requestBody(ConfirmAudienceRequest, 'confirm-audience.request'),
  responses: {
    200: response('The audience.', Audience),
    ...problems(
      ...BODY,
      ...COMMON,
      'org-not-synced',
      'audience-not-found',
      'audience-changed-meanwhile',
      'audience-has-no-campaign',
      'consent-not-read',
      'idempotency-key-reused',
    ),
  },
};

export const writeAudience: ZodOpenApiOperationObject = {
  operationId: 'writeAudience',
  summary: 'Update the campaign now',
  description:
    'A worker writes the differences within seconds, only if somebody has confirmed the audience as it is now. Needs the scope `admin`; audited.',
  tags: ['Audiences'],
  requestParams: { path },
  responses: {
    200: response('The audience.', Audience),
    ...problems(
      'invalid-request',
      ...COMMON,
      'audience-not-found',
      'audience-changed-meanwhile',
      'audience-has-no-campaign',
      'audience-not-confirmed',
    ),
  },
};

export const listAudienceLeads: ZodOpenApiOperationObject = {
  operationId: 'listAudienceLeads',
  summary: 'The leads of an audience, to export them',
  description: 'As of now; those held out are marked. Needs the scope `admin`.',
  tags: ['Audiences'],
  requestParams: { path, query: AudienceLeadsQuery },
  responses: {
    200: response('A part of the leads.', AudienceLeads, 'audience-leads.response'),
    ...problems('invalid-request', ...COMMON, 'org-not-synced', 'audience-not-found'),
  },
};
