import {
  ModelId,
  PropensityId,
  PutPropensityRequest,
  RecordId,
  type Job,
  type ModelChecks,
  type ModelReport,
  type Propensities,
  type Propensity,
  type RecordScore,
} from '@leadlight/contract';
import type { Request, Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { MAX_LEAD_BODY_BYTES } from '../http/body-limits.ts';
import type { RequestBodies } from '../http/request-bodies.ts';
import { createRouter } from '../http/route-handlers.ts';
import { sendIdempotent, sendJson, type IdempotencyWorkflows } from '../http/send-json.ts';
import { validate } from '../http/validate.ts';

export interface PropensityWorkflows extends IdempotencyWorkflows {
  listPropensities(orgId: string): Promise<Propensities>;
  readPropensity(orgId: string, id: string): Promise<Propensity>;
  putPropensity(orgId: string, id: string, request: PutPropensityRequest, actor: string): Promise<Propensity>;
  propensityChecks(orgId: string, id: string): Promise<ModelChecks>;
  trainPropensity(orgId: string, id: string, actor: string): Promise<Job>;
  deactivatePropensity(orgId: string, id: string, actor: string): Promise<Propensity>;
  propensityReport(orgId: string, id: string, modelId: string): Promise<ModelReport>;
  activatePropensityModel(orgId: string, id: string, modelId: string, actor: string): Promise<Propensity>;
  recordScore(orgId: string, id: string, recordId: string, objects: readonly string[]): Promise<RecordScore>;
}

/** Predictions about accounts and other records. Definitions and models are not records, so every key with the scope `read` may read them. */
export function propensityRoutes(workflows: PropensityWorkflows, bodies: RequestBodies): Router {
  const idOf = (req: Request): string => validate(PropensityId, req.params.propensityId, 'path');
  const modelIdOf = (req: Request): string => validate(ModelId, req.params.modelId, 'path');
  const actorOf = ({ caller }: Request): string => `api:${caller.keyId}`;
  const [read, admin] = [requireScope('read'), requireScope('admin')];
  return createRouter({
    '/v1/propensities': {
      get: [read, async (req, res) => sendJson(res, await workflows.listPropensities(req.caller.orgId))],
    },
    '/v1/propensities/{propensityId}': {
      get: [read, async (req, res) => sendJson(res, await workflows.readPropensity(req.caller.orgId, idOf(req)))],
      put: [
        admin,
        async (req, res) => {
          const id = idOf(req);
          const { value, text } = await bodies.readJson(req, res, MAX_LEAD_BODY_BYTES);
          const request = validate(PutPropensityRequest, value, 'body');
          await sendIdempotent(workflows, req, res, text, () =>
            workflows.putPropensity(req.caller.orgId, id, request, actorOf(req)),
          );
        },
      ],
    },
    '/v1/propensities/{propensityId}/checks': {
      get: [admin, async (req, res) => sendJson(res, await workflows.propensityChecks(req.caller.orgId, idOf(req)))],
    },
    '/v1/propensities/{propensityId}/train': {
      post: [
        admin,
        async (req, res) => {
          const id = idOf(req);
          await sendIdempotent(workflows, req, res, '', () =>
            workflows.trainPropensity(req.caller.orgId, id, actorOf(req)),
          );
        },
      ],
    },
    '/v1/propensities/{propensityId}/deactivate': {
      post: [
        admin,
        async (req, res) => {
          const id = idOf(req);
          await sendIdempotent(workflows, req, res, '', () =>
            workflows.deactivatePropensity(req.caller.orgId, id, actorOf(req)),
          );
        },
      ],
    },
    '/v1/propensities/{propensityId}/models/{modelId}/report': {
      get: [
        read,
        async (req, res) =>
          sendJson(res, await workflows.propensityReport(req.caller.orgId, idOf(req), modelIdOf(req))),
      ],
    },
    '/v1/propensities/{propensityId}/models/{modelId}/activate': {
      post: [
        admin,
        async (req, res) => {
          const [id, modelId] = [idOf(req), modelIdOf(req)];
          await sendIdempotent(workflows, req, res, '', () =>
            workflows.activatePropensityModel(req.caller.orgId, id, modelId, actorOf(req)),
          );
        },
      ],
    },
    '/v1/propensities/{propensityId}/records/{recordId}/score': {
      get: [
        read,
        async (req, res) => {
          const recordId = validate(RecordId, req.params.recordId, 'path');
          const { orgId, objects } = req.caller;
          sendJson(res, await workflows.recordScore(orgId, idOf(req), recordId, objects));
        },
      ],
    },
  });
}
