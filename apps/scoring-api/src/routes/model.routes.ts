import { ModelId, type DataQuality, type ModelReport, type Models, type ModelSummary } from '@leadlight/contract';
import { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { routeName, allowOnly } from '../http/route-handlers.ts';
import { sendJson } from '../http/send-json.ts';
import { sendIdempotent, type IdempotencyWorkflows } from '../http/send-idempotent.ts';
import { validate } from '../http/validate.ts';

export interface ModelWorkflows extends IdempotencyWorkflows {
  listModels(orgId: string): Promise<Models>;
  getModelReport(orgId: string, modelId: string): Promise<ModelReport>;
  dataQuality(orgId: string): Promise<DataQuality>;
  activateModel(orgId: string, modelId: string, actor: string): Promise<ModelSummary>;
}

export function modelRoutes(workflows: ModelWorkflows): Router {
  const { listModels, getModelReport, dataQuality, activateModel } = workflows;
  const router = Router({ caseSensitive: true, strict: true });
  const getOnly = allowOnly('GET', 'HEAD');
  router
    .route('/v1/models')
    .get(routeName('/v1/models'), requireScope('read'), async (req, res) => {
      sendJson(res, await listModels(req.caller.orgId));
    })
    .all(getOnly);
  router
    .route('/v1/models/:modelId/report')
    .get(routeName('/v1/models/{modelId}/report'), requireScope('read'), async (req, res) => {
      sendJson(res, await getModelReport(req.caller.orgId, validate(ModelId, req.params.modelId, 'path')));
    })
    .all(getOnly);
  router
    .route('/v1/data-quality')
    .get(routeName('/v1/data-quality'), requireScope('admin'), async (req, res) => {
      sendJson(res, await dataQuality(req.caller.orgId));
    })
    .all(getOnly);
  router
    .route('/v1/models/:modelId/activate')
    .post(routeName('/v1/models/{modelId}/activate'), requireScope('admin'), async (req, res) => {
      const modelId = validate(ModelId, req.params.modelId, 'path');
      const { orgId, keyId } = req.caller;
      await sendIdempotent(workflows, req, res, '', () => activateModel(orgId, modelId, `api:${keyId}`));
    })
    .all(allowOnly('POST'));
  return router;
}
