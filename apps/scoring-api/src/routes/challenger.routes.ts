import { StartChallengerRequest, type Challengers } from '@leadlight/contract';
import type { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { MAX_LEAD_BODY_BYTES } from '../http/body-limits.ts';
import type { RequestBodies } from '../http/request-bodies.ts';
import { createRouter } from '../http/route-handlers.ts';
import { sendIdempotent, sendJson, type IdempotencyWorkflows } from '../http/send-json.ts';
import { validate } from '../http/validate.ts';

export interface ChallengerWorkflows extends IdempotencyWorkflows {
  listChallengers(orgId: string): Promise<Challengers>;
  startChallenger(orgId: string, modelId: string | undefined, actor: string): Promise<Challengers>;
  stopChallenger(orgId: string, actor: string): Promise<Challengers>;
}

/** Models that are compared with the active one. */
export function challengerRoutes(workflows: ChallengerWorkflows, bodies: RequestBodies): Router {
  return createRouter({
    '/v1/challengers': {
      get: [
        requireScope('admin'),
        async (req, res) => sendJson(res, await workflows.listChallengers(req.caller.orgId)),
      ],
      post: [
        requireScope('admin'),
        async (req, res) => {
          const { value, text } = await bodies.readJson(req, res, MAX_LEAD_BODY_BYTES);
          const { modelId } = validate(StartChallengerRequest, value, 'body');
          const { orgId, keyId } = req.caller;
          await sendIdempotent(workflows, req, res, text, () =>
            workflows.startChallenger(orgId, modelId, `api:${keyId}`),
          );
        },
      ],
    },
    '/v1/challengers/stop': {
      post: [
        requireScope('admin'),
        async (req, res) => {
          const { orgId, keyId } = req.caller;
          await sendIdempotent(workflows, req, res, '', () => workflows.stopChallenger(orgId, `api:${keyId}`));
        },
      ],
    },
  });
}
