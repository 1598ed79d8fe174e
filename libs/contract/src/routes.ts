import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { z } from 'zod';
import { getAccountConversion } from './account-routes.ts';
import { ApiKeyId, ApiKeys, RenewedApiKey } from './api-keys.ts';
import { changeAlerts, getAlerts, testAlert } from './alert-routes.ts';
import { listChallengers, startChallenger, stopChallenger } from './challenger-routes.ts';
import {
  changeAudience,
  confirmAudience,
  createAudience,
  deleteAudience,
  getAudience,
  listAudienceLeads,
  listAudiences,
  previewNewAudience,
  writeAudience,
} from './audience-routes.ts';
import { ConversionRates, ConversionRatesQuery } from './conversion-rates.ts';
import { DataQuality } from './data-quality.ts';
import { getExperiment, planExperiment, startExperiment, stopExperiment } from './experiment-routes.ts';
import { FeedbackRequest, FeedbackResponse } from './feedback.ts';
import { Job, Jobs, StartJobRequest } from './jobs.ts';
import { LeadScoreHistory, LeadScoreHistoryQuery } from './lead-score-history.ts';
import { ModelChecks } from './model-checks.ts';
import { ModelCard, ModelId, ModelReport, Models, ModelSummary } from './models.ts';
import { getNotifications, switchNotifications, testNotifications } from './notification-routes.ts';
import { propensityPaths } from './propensity-routes.ts';
import { listRankedLeads } from './ranked-lead-routes.ts';
import { LeadErasure, LeadExport } from './personal-data.ts';
import { BODY, COMMON, json, ONCE, problems, requestBody, response } from './route-parts.ts';
import { LeadId, MAX_LEADS_PER_REQUEST, ScoreLeadsRequest, ScoreLeadsResponse } from './score-leads.ts';
import { ChangeScoringSettingsRequest, ScoringSettingsState } from './scoring-settings.ts';
import { WhatIfRequest, WhatIfResponse } from './what-if.ts';
import { Health, Readiness } from './service-state.ts';
import { WorkerReport } from './worker-report.ts';

const scoreLeads: ZodOpenApiOperationObject = {
  operationId: 'scoreLeads',
  summary: `Score up to ${MAX_LEADS_PER_REQUEST} leads`,
  description:
    'Each lead has its own result: the problem of one lead never fails the others. Every score is in the score log before it is sent.',
  tags: ['Scores'],
  requestParams: { header: ONCE },
  requestBody: requestBody(ScoreLeadsRequest, 'score-leads.request', 'score-new-lead.request'),
  responses: {
    200: response(
      'A score or a problem for each lead, all by one model.',
      ScoreLeadsResponse,
      'score-leads.response',
      'score-new-lead.response',
    ),
    ...problems(...BODY, ...COMMON, 'no-active-model', 'idempotency-key-reused', 'model-unusable'),
  },
};

const listLeadScores: ZodOpenApiOperationObject = {
  operationId: 'listLeadScores',
  summary: 'A lead’s past scores, newest first',
  tags: ['Scores'],
  requestParams: { path: z.object({ leadId: LeadId }), query: LeadScoreHistoryQuery },
  responses: {
    200: response('Past scores; none where the lead was never scored.', LeadScoreHistory, 'lead-scores.response'),
    ...problems('invalid-request', ...COMMON),
  },
};

const whatIf: ZodOpenApiOperationObject = {
  operationId: 'whatIf',
  summary: 'What a lead’s score would be with other values',
  description: 'Asks the model and stores nothing. An association in past leads, not a promise about this one.',
  tags: ['Scores'],
  requestBody: requestBody(WhatIfRequest, 'what-if.request'),
  responses: {
    200: response(
      'The current score, the score with the fields of the request, and what would raise it most.',
      WhatIfResponse,
      'what-if.response',
    ),
    ...problems(...BODY, ...COMMON, 'lead-not-found', 'score-withheld', 'no-active-model', 'model-unusable'),
  },
};

const giveFeedback: ZodOpenApiOperationObject = {
  operationId: 'giveFeedback',
  summary: 'Say whether a lead’s score, or one of its reasons, is right',
  tags: ['Scores'],
  requestParams: { header: ONCE },
  requestBody: requestBody(FeedbackRequest, 'feedback.request', 'feedback-on-reason.request'),
  responses: {
    200: response('Stored with the score that it is about.', FeedbackResponse, 'feedback.response'),
    ...problems(
      ...BODY,
      ...COMMON,
      'lead-not-found',
      'model-not-found',
      'feature-not-found',
      'idempotency-key-reused',
      'model-unusable',
    ),
  },
};

const listModels: ZodOpenApiOperationObject = {
  operationId: 'listModels',
  summary: 'The org’s models, newest first',
  tags: ['Models'],
  responses: {
    200: response('Models; at most one is active.', Models, 'models.response'),
    ...problems(...COMMON),
  },
};

const getModelReport: ZodOpenApiOperationObject = {
  operationId: 'getModelReport',
  summary: 'A model with the report of its training',
  tags: ['Models'],
  requestParams: { path: z.object({ modelId: ModelId }) },
  responses: {
    200: response('The report; empty for an imported model.', ModelReport, 'model-report.response'),
    ...problems('invalid-request', 'model-not-found', ...COMMON),
  },
};

const getModelCard: ZodOpenApiOperationObject = {
  operationId: 'getModelCard',
  summary: 'A model’s card: intended use, data, measures, groups, limits, approval, versions',
  description: 'As HTML and as Markdown, in English. Needs the scope `admin`: it names who approved the model.',
  tags: ['Models'],
  requestParams: { path: z.object({ modelId: ModelId }) },
  responses: {
    200: response('The card.', ModelCard, 'model-card.response'),
    ...problems('invalid-request', 'model-not-found', ...COMMON),
  },
};

const getDataQuality: ZodOpenApiOperationObject = {
  operationId: 'getDataQuality',
  summary: 'Which data to check: what reps call wrong, what moved, what is missing',
  description:
    'Feedback of the last 90 days, with the training of the active model. Needs the scope `admin`: it names leads.',
  tags: ['Models'],
  responses: {
    200: response('Features; those that reps complain about come first.', DataQuality, 'data-quality.response'),
    ...problems(...COMMON),
  },
};

const getConversionRates: ZodOpenApiOperationObject = {
  operationId: 'getConversionRates',
  summary: 'How leads turned out, by band, rep, team, source or month',
  description:
    'Only leads whose whole horizon has passed count in a rate, so that young leads do not lower it. Needs the scope `admin`: it compares colleagues, by id.',
  tags: ['Models'],
  requestParams: { query: ConversionRatesQuery },
  responses: {
    200: response('The groups, with the range of each rate.', ConversionRates, 'conversion-rates.response'),
    ...problems('invalid-request', ...COMMON, 'org-not-synced'),
  },
};

const listChecks: ZodOpenApiOperationObject = {
  operationId: 'listChecks',
  summary: 'The checks of the active model and what they found',
  description: 'A worker checks the model every hour; docs/monitoring.md explains the events. Needs the scope `admin`.',
  tags: ['Models'],
  responses: {
    200: response('The checks by day, and the events.', ModelChecks, 'checks.response'),
    ...problems(...COMMON),
  },
};

const activateModel: ZodOpenApiOperationObject = {
  operationId: 'activateModel',
  summary: 'Make a model the active one',
  description: 'Every process uses it within a second; no response mixes two models. Needs the scope `admin`; audited.',
  tags: ['Models'],
  requestParams: { path: z.object({ modelId: ModelId }), header: ONCE },
  responses: {
    200: response('The model, now active.', ModelSummary),
    ...problems('invalid-request', 'model-not-found', 'idempotency-key-reused', ...COMMON),
  },
};

const settingsResponse = (description: string) => response(description, ScoringSettingsState, 'settings.response');

const readSettings: ZodOpenApiOperationObject = {
  operationId: 'readScoringSettings',
  summary: 'How the org’s models are trained and leads scored, and which fields are used and why',
  description: 'Needs the scope `admin`.',
  tags: ['Settings'],
  responses: { 200: settingsResponse('The settings.'), ...problems('org-not-synced', ...COMMON) },
};

const changeSettings: ZodOpenApiOperationObject = {
  operationId: 'changeScoringSettings',
  summary: 'Change some of the settings',
  description:
    'They apply from the next training on; earlier scores stay as they are, and so do settings that are not sent. With `basedOn`, a change is made once and never overwrites another one. Needs the scope `admin`; audited.',
  tags: ['Settings'],
  requestParams: { header: ONCE },
  requestBody: requestBody(ChangeScoringSettingsRequest, 'change-settings.request'),
  responses: {
    200: settingsResponse('The settings after the change.'),
    ...problems(
      ...BODY,
      ...COMMON,
      'settings-invalid',
      'settings-changed-meanwhile',
      'org-not-synced',
      'idempotency-key-reused',
    ),
  },
};

const undoSettings: ZodOpenApiOperationObject = {
  operationId: 'undoScoringSettings',
  summary: 'Undo the last change of the settings',
  description:
    'Repeated, it leads back to the defaults; with an `Idempotency-Key` it is done once. Needs the scope `admin`; audited.',
  tags: ['Settings'],
  requestParams: { header: ONCE },
  responses: {
    200: settingsResponse('The settings before that change.'),
    ...problems(
      'nothing-to-undo',
      'settings-invalid',
      'settings-changed-meanwhile',
      'org-not-synced',
      'invalid-request',
      'idempotency-key-reused',
      ...COMMON,
    ),
  },
};

const getWorker: ZodOpenApiOperationObject = {
  operationId: 'getWorkerReport',
  summary: 'How the background work for the org goes',
  description: 'Following the org, scoring changed leads, writing back, training. Needs the scope `admin`.',
  tags: ['Service'],
  responses: {
    200: response('The most severe finding, and its figures.', WorkerReport, 'worker.response'),
    ...problems(...COMMON),
  },
};

const listJobs: ZodOpenApiOperationObject = {
  operationId: 'listJobs',
  summary: 'Trainings and backtests that were requested, with progress and result',
  description: 'The newest first, and when the schedule trains next. Needs the scope `admin`.',
  tags: ['Jobs'],
  responses: { 200: response('The jobs.', Jobs, 'jobs.response'), ...problems(...COMMON) },
};

const startJob: ZodOpenApiOperationObject = {
  operationId: 'startJob',
  summary: 'Request a training or a backtest',
  description:
    'A worker starts it within seconds. While one waits or runs, that one is returned, whatever its kind. Needs the scope `admin`; audited.',
  tags: ['Jobs'],
  requestParams: { header: ONCE },
  requestBody: requestBody(StartJobRequest, 'start-job.request'),
  responses: {
    200: response('The job.', Job),
    ...problems(...BODY, ...COMMON, 'org-not-synced', 'idempotency-key-reused'),
  },
};

const listKeys: ZodOpenApiOperationObject = {
  operationId: 'listKeys',
  summary: 'The org’s keys, without their secrets',
  description: 'What each may do, since when and until when. Needs the scope `admin`.',
  tags: ['Keys'],
  responses: { 200: response('The valid keys.', ApiKeys, 'keys.response'), ...problems(...COMMON) },
};

const renewKey: ZodOpenApiOperationObject = {
  operationId: 'renewKey',
  summary: 'Create the successor of a key',
  description:
    'It has the same name, scopes and lifetime. The old key stays valid until the first call with the successor, and for a day after that, so a renewal that stops half-way ends nothing. The caller needs every scope of the key. A repetition creates another successor: `Idempotency-Key` is not supported, because the service stores no secret. Needs the scope `admin`; audited.',
  tags: ['Keys'],
  requestParams: { path: z.object({ keyId: ApiKeyId }) },
  responses: {
    200: response('The successor, with its secret.', RenewedApiKey, 'renew-key.response'),
    ...problems('invalid-request', 'key-not-found', ...COMMON),
  },
};

const exportLead: ZodOpenApiOperationObject = {
  operationId: 'exportLead',
  summary: 'Everything that is stored about a lead',
  description: 'For a person who has the right to it. Needs the scope `admin`; audited.',
  tags: ['Personal data'],
  requestParams: { path: z.object({ leadId: LeadId }) },
  responses: {
    200: response('What is stored.', LeadExport),
    ...problems('invalid-request', 'lead-not-found', ...COMMON),
  },
};

const eraseLead: ZodOpenApiOperationObject = {
  operationId: 'eraseLead',
  summary: 'Remove a lead from every table and log',
  description: 'In one transaction; a later sync does not restore it. Needs the scope `admin`; audited.',
  tags: ['Personal data'],
  requestParams: { path: z.object({ leadId: LeadId }) },
  responses: {
    200: response('How many rows were removed; none where nothing was stored.', LeadErasure),
    ...problems('invalid-request', ...COMMON),
  },
};

const health: ZodOpenApiOperationObject = {
  operationId: 'health',
  summary: 'The process runs',
  tags: ['Service'],
  security: [],
  responses: { 200: response('It runs.', Health) },
};

const readiness: ZodOpenApiOperationObject = {
  operationId: 'readiness',
  summary: 'Requests can be answered',
  tags: ['Service'],
  security: [],
  responses: {
    200: response('Ready.', Readiness),
    503: { description: 'Not ready, or stopping.', content: json(Readiness) },
  },
};

/** Every documented route: path → method → operation. */
export const routes = () =>
  ({
    '/v1/scores': { post: scoreLeads },
    '/v1/leads': { get: listRankedLeads },
    '/v1/leads/{leadId}/scores': { get: listLeadScores },
    '/v1/accounts/{accountKey}/conversion': { get: getAccountConversion },
    '/v1/what-if': { post: whatIf },
    '/v1/feedback': { post: giveFeedback },
    '/v1/leads/{leadId}': { get: exportLead, delete: eraseLead },
    '/v1/models': { get: listModels },
    '/v1/models/{modelId}/report': { get: getModelReport },
    '/v1/models/{modelId}/card': { get: getModelCard },
    '/v1/data-quality': { get: getDataQuality },
    '/v1/conversion-rates': { get: getConversionRates },
    '/v1/checks': { get: listChecks },
    '/v1/models/{modelId}/activate': { post: activateModel },
    '/v1/challengers': { get: listChallengers, post: startChallenger },
    '/v1/challengers/stop': { post: stopChallenger },
    ...propensityPaths,
    '/v1/settings': { get: readSettings, put: changeSettings },
    '/v1/settings/undo': { post: undoSettings },
    '/v1/worker': { get: getWorker },
    '/v1/experiment': { get: getExperiment, post: startExperiment },
    '/v1/experiment/plan': { get: planExperiment },
    '/v1/experiment/stop': { post: stopExperiment },
    '/v1/notifications': { get: getNotifications },
    '/v1/notifications/{route}': { post: switchNotifications },
    '/v1/notifications/{route}/test': { post: testNotifications },
    '/v1/alerts': { get: getAlerts, post: changeAlerts },
    '/v1/alerts/test': { post: testAlert },
    '/v1/audiences': { get: listAudiences, post: createAudience },
    '/v1/audiences/preview': { post: previewNewAudience },
    '/v1/audiences/{audienceId}': { get: getAudience, put: changeAudience, delete: deleteAudience },
    '/v1/audiences/{audienceId}/confirm': { post: confirmAudience },
    '/v1/audiences/{audienceId}/write': { post: writeAudience },
    '/v1/audiences/{audienceId}/leads': { get: listAudienceLeads },
    '/v1/jobs': { get: listJobs, post: startJob },
    '/v1/keys': { get: listKeys },
    '/v1/keys/{keyId}/renew': { post: renewKey },
    '/healthz': { get: health },
    '/readyz': { get: readiness },
  }) as const;
