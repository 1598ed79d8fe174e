import { FeedbackRequest, WhatIfRequest, type FeedbackResponse, type WhatIfResponse } from '@leadlight/contract';
import type { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { MAX_LEAD_BODY_BYTES } from '../http/body-limits.ts';
import type { RequestBodies } from '../http/request-bodies.ts';
import { createRouter } from '../http/route-handlers.ts';
import { sendIdempotent, sendJson, type IdempotencyWorkflows } from '../http/send-json.ts';
import { validate } from '../http/validate.ts';

export interface WhatIfAndFeedbackWorkflows extends IdempotencyWorkflows {
  whatIf(orgId: string, request: WhatIfRequest): Promise<WhatIfResponse>;
  giveFeedback(orgId: string, request: FeedbackRequest, givenBy: string): Promise<FeedbackResponse>;
}

/** What a rep asks and says about the score of a lead. */
export function whatIfAndFeedbackRoutes(workflows: WhatIfAndFeedbackWorkflows, bodies: RequestBodies): Router {
  const { whatIf, giveFeedback } = workflows;
  return createRouter({
    '/v1/what-if': {
      post: [
        requireScope('score'),
        async (req, res) => {
          const { value } = await bodies.readJson(req, res, MAX_LEAD_BODY_BYTES);
          sendJson(res, await whatIf(req.caller.orgId, validate(WhatIfRequest, value, 'body')));
        },
      ],
    },
    '/v1/feedback': {
      post: [
        requireScope('score'),
        async (req, res) => {
          const { value, text } = await bodies.readJson(req, res, MAX_LEAD_BODY_BYTES);
          const request = validate(FeedbackRequest, value, 'body');
          const { orgId, keyId } = req.caller;
          await sendIdempotent(workflows, req, res, text, () => giveFeedback(orgId, request, `api:${keyId}`));
        },
      ],
    },
  });
}
