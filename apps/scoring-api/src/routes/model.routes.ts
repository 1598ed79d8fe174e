import {
  ConversionRatesQuery,
  ModelId,
  type ConversionGrouping,
  type ConversionRates,
  type DataQuality,
  type ModelCard,
  type ModelChecks,
  type ModelReport,
  type Models,
  type ModelSummary,
} from '@leadlight/contract';
import type { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { createRouter } from '../http/route-handlers.ts';
import { sendIdempotent, sendJson, type IdempotencyWorkflows } from '../http/send-json.ts';
import { queryOf } from '../http/url-query.ts';
import { validate } from '../http/validate.ts';

export interface ModelWorkflows extends IdempotencyWorkflows {
  listModels(orgId: string): Promise<Models>;
  getModelReport(orgId: string, modelId: string): Promise<ModelReport>;
  modelCard(orgId: string, modelId: string): Promise<ModelCard>;
  dataQuality(orgId: string): Promise<DataQuality>;
  conversionRates(orgId: string, groupedBy: ConversionGrouping): Promise<ConversionRates>;
  modelChecks(orgId: string): Promise<ModelChecks>;
  activateModel(orgId: string, modelId: string, actor: string): Promise<ModelSummary>;
}

export function modelRoutes(workflows: ModelWorkflows): Router {
  const { listModels, getModelReport, modelCard, dataQuality, conversionRates, modelChecks, activateModel } = workflows;
  return createRouter({
    '/v1/models': {
      get: [requireScope('read'), async (req, res) => sendJson(res, await listModels(req.caller.orgId))],
    },
    '/v1/models/{modelId}/report': {
      get: [
        requireScope('read'),
        async (req, res) => {
          const modelId = validate(ModelId, req.params.modelId, 'path');
          sendJson(res, await getModelReport(req.caller.orgId, modelId));
        },
      ],
    },
    '/v1/models/{modelId}/card': {
      get: [
        requireScope('admin'),
        async (req, res) => {
          const modelId = validate(ModelId, req.params.modelId, 'path');
          sendJson(res, await modelCard(req.caller.orgId, modelId));
        },
      ],
    },
    '/v1/models/{modelId}/activate': {
      post: [
        requireScope('admin'),
        async (req, res) => {
          const modelId = validate(ModelId, req.params.modelId, 'path');
          const { orgId, keyId } = req.caller;
          await sendIdempotent(workflows, req, res, '', () => activateModel(orgId, modelId, `api:${keyId}`));
        },
      ],
    },
    '/v1/data-quality': {
      get: [requireScope('admin'), async (req, res) => sendJson(res, await dataQuality(req.caller.orgId))],
    },
    '/v1/checks': {
      get: [requireScope('admin'), async (req, res) => sendJson(res, await modelChecks(req.caller.orgId))],
    },
    '/v1/conversion-rates': {
      get: [
        requireScope('admin'),
        async (req, res) => {
          const { groupedBy } = validate(ConversionRatesQuery, queryOf(req.url), 'query');
          sendJson(res, await conversionRates(req.caller.orgId, groupedBy));
        },
      ],
    },
  });
}
